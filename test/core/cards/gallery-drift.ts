// Cards of /drift, of the fixtures.
import type { Card } from '../../../core/cards/card.ts';
import { driftCard } from '../../../core/cards/drift.ts';
import { featureCard } from '../../../core/cards/feature.ts';
import { readingCard } from '../../../core/cards/reading.ts';
import { fullReportCard } from '../../../core/cards/report.ts';
import type { FeatureStory } from '../../../core/full-report.ts';
import type { DriftResult, PatrolResult } from '../../../core/ops/results.ts';
import { firing, noDrift } from './fixtures.ts';
import { dayRead, moved, priceStory, regionStory } from './full-report.ts';
import type { Shown } from './gallery.ts';
import { minute, noon } from './moments.ts';
import { promoted, rejected } from './outcomes.ts';
import { prospect } from './prospects.ts';

const ledger = { falseAlarmsPerWeek: 1, week: 1, days90: 12, expected: 1 };

/** Reports asked for, and checks made meanwhile. */
export function driftCards({ said, ...asked }: Shown): Record<string, Card> {
  const trend = [0.5, 0.25, null, 0.1, 0].map((score, at) => ({
    ...{ at: noon - at * minute, score, accuracy: score === null ? null : 0.8, estimate: 0.75 },
    ...{ version: at < 2 ? 3 : 2, verdict: noDrift.verdict },
  }));
  const found = {
    watch: 'demo',
    elsewhere: false,
    state: 'OK',
    incident: firing,
    ledger,
    trend,
    timezone: 'UTC',
  } as const;
  const result: DriftResult = said({ ...found, report: noDrift, prospect });
  const first: DriftResult = { ...result, report: null, incident: null, prospect: null };
  const checked = (facts: Partial<PatrolResult>): PatrolResult =>
    said({
      ...{ watch: 'demo', checks: 2, rows: 50, report: noDrift, trained: false, waiting: null },
      ...{ retrain: null, repeated: false },
      ...facts,
    });
  const full = said(moved);
  const waiting = checked({ report: null, waiting: 'x1' });
  return {
    drift: driftCard(result, null, asked),
    driftChecked: driftCard(result, checked({ retrain: promoted }), asked),
    driftKept: driftCard(
      said({ ...result, incident: { ...firing, phase: 'rejected' } }),
      checked({ retrain: rejected }),
      asked,
    ),
    driftNothingNew: driftCard(result, checked({ checks: 0, rows: 0 }), asked),
    driftFirst: driftCard(first, null, asked),
    driftFirstElsewhere: driftCard({ ...first, elsewhere: true }, null, asked),
    driftWaiting: driftCard(first, waiting, asked),
    driftWaitingElsewhere: driftCard({ ...first, elsewhere: true }, waiting, asked),
    report: fullReportCard(full, asked.words),
    reportQuiet: fullReportCard(
      {
        ...full,
        features: [],
        prediction: null,
        attribution: null,
        domain: full.domain && { ...full.domain, beyondChance: false },
        accuracy: { before: null, estimated: null, measured: null },
      },
      asked.words,
    ),
    reportTogether: fullReportCard(
      {
        ...full,
        features: [],
        prediction: null,
        accuracy: { ...full.accuracy, estimated: null, measured: null },
      },
      asked.words,
    ),
    reportFewRows: fullReportCard({ ...full, domain: null }, asked.words),
    ...readingCards({ said, ...asked }),
  };
}

/** Of a time, and of one feature. */
function readingCards({ said, words }: Shown): Record<string, Card> {
  const day = said(dayRead);
  const hour = { span: '1h', cut: false } as const;
  const week = { span: '7d', cut: false } as const;
  // Whatever the report calls it.
  const named = (story: FeatureStory, at: number) => ({ ...said(story), name: day.features[at]?.name ?? '' });
  return {
    reading: readingCard(day, said({ span: '24h', cut: true } as const), words),
    readingHour: readingCard({ ...day, reach: hour }, hour, words),
    readingWeek: readingCard({ ...day, reach: week, prediction: null }, week, words),
    feature: featureCard({ ...day, reach: null }, named(priceStory, 0), words),
    featureQuiet: featureCard(day, named(regionStory, 1), words),
    featureUnmoved: featureCard(day, named(regionStory, 2), words),
    featureFewValues: featureCard(said({ ...moved, features: [] }), said(priceStory), words),
  };
}
