// What cards say of a model that is served elsewhere: nothing that could not be done from here.
import { describe, expect, it } from 'vitest';
import { backlogCard } from '../../../core/cards/backlog.ts';
import type { Card } from '../../../core/cards/card.ts';
import { driftCard } from '../../../core/cards/drift.ts';
import { expectedCard } from '../../../core/cards/expected.ts';
import { cardFor } from '../../../core/cards/index.ts';
import { rolledBackCard } from '../../../core/cards/rolled-back.ts';
import { statusCard } from '../../../core/cards/status.ts';
import { trainedCard } from '../../../core/cards/trained.ts';
import type { StatusResult } from '../../../core/ops/results.ts';
import { answered, firing, incidentNews, largeDrift, noDrift } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { statusOf as statusBy, watchOf } from './stati.ts';
import { asked, en, everyWord, fieldOf, words } from './words.ts';

const none = { status: 'none' } as const;
const baseline = { rows: 5_832, accuracy: 0.94, logLoss: null, auc: null };
const ledger = { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 };
const taken = { watch: 'demo', version: 2, elsewhere: true, rows: 5_832, prospect: null, at: noon };
const statusOf = (known: { version: number; baseline: typeof baseline | null } | null): StatusResult => {
  const watch = watchOf({
    elsewhere: true,
    source: 'observed',
    state: known === null ? 'LEARNING' : 'OK',
    champion: known && { ...known, trainedAt: noon - minute, trigger: 'first', run: none },
    lastReport: null,
    checks: 0,
    nextCheckAt: null,
  });
  return statusBy([watch]);
};
const elsewhere = (incident: Parameters<typeof incidentNews>[0]) =>
  cardFor({ ...incidentNews(incident), elsewhere: true }, none, en);

describe('of a model served elsewhere', () => {
  it('a reference tells its rows and the accuracy it had', () => {
    const card = trainedCard({ ...taken, baseline }, none, en);
    expect(card.title).toBe('✅ Reference taken - demo v2');
    expect(words(card.summary)).toBe(
      'The model is served elsewhere; later windows are held against what 5,832 rows of it look like.',
    );
    expect(card.fields.map(({ name }) => name)).toEqual(['Baseline accuracy', 'Measured on']);
  });

  it('a reference without labels says what is checked all the same', () => {
    const card = trainedCard({ ...taken, baseline: null }, none, en);
    expect(fieldOf(card, 'Baseline accuracy')).toMatch(
      /too few labels; features and predictions are checked/,
    );
  });

  it('the status says where it is served, and what it is held against', () => {
    const line = (known: Parameters<typeof statusOf>[0]) =>
      fieldOf(statusCard(statusOf(known), en), 'demo')?.split('\n')[0];
    expect(line(null)).toBe('learning, served elsewhere, no reference yet');
    const at = `@${noon - minute}`;
    expect(line({ version: 2, baseline })).toBe(
      `ok, served elsewhere (reference v2, baseline accuracy 0.940, taken ${at})`,
    );
    expect(line({ version: 2, baseline: null })).toBe(
      `ok, served elsewhere (reference v2, no accuracy: it has no labels yet, taken ${at})`,
    );
  });

  it('an incident asks for a retraining where it lives', () => {
    expect(fieldOf(elsewhere(firing), 'What you can do')).toBe(
      'the model is served elsewhere: retrain it where it lives, then take a new reference with /train watch:demo force:true; was it expected, say so with /alerts expected watch:demo; see details with /drift watch:demo',
    );
  });

  it('an incident of one that serves here asks for a new version in MLflow, and so do the cards after it', () => {
    const registered = 'models:/theirs@champion';
    const step = `register a new version in MLflow and move ${registered} to it`;
    const incident = cardFor({ ...incidentNews(firing), registered }, none, en);
    expect(fieldOf(incident, 'What you can do')).toBe(
      `${step}; was it expected, say so with /alerts expected watch:demo; see details with /drift watch:demo`,
    );
    const back = rolledBackCard({ watch: 'demo', from: 8, to: 7, by: 'ada', at: noon, registered }, en);
    expect(fieldOf(back, 'What you can do')).toBe(step);
    const joined = { watch: 'demo', incident: 4, version: 8, rows: 120, referenceRows: 12_120, registered };
    expect(fieldOf(expectedCard(joined, asked), 'What you can do')).toBe(
      `should the model learn from it too: ${step}`,
    );
  });

  it('an incident without labels in the reference does not ask for them in vain', () => {
    const card = elsewhere({ ...firing, latest: { ...largeDrift, performance: null } });
    expect(fieldOf(card, 'Accuracy')).toBe('the reference has no labels yet');
  });

  it('an incident ends with the new reference', () => {
    const card = elsewhere({ ...answered, retrain: null });
    expect(card.title).toBe('✅ New reference, incident closed - demo');
    expect(words(card.summary)).toContain('A new reference was taken');
    const quiet = elsewhere({ ...answered, retrain: null, resolution: 'quiet' });
    expect(words(quiet.summary)).toContain('The reference was not changed.');
  });

  it('a backlog tells of no challengers', () => {
    const backlog = {
      since: noon,
      from: null,
      until: null,
      checks: 90,
      rows: 9_000,
      alarms: 1,
      promotions: 0,
      rejections: 0,
      revision: 1,
    };
    const card = backlogCard(
      { watch: 'demo', backlog, done: true, champion: 1, elsewhere: true, at: noon },
      en,
    );
    expect(fieldOf(card, 'Reference')).toBe('v1, served elsewhere');
    expect(fieldOf(card, 'Challengers')).toBeUndefined();
  });

  it('no report yet means that rows are to be sent', () => {
    const result = {
      watch: 'demo',
      elsewhere: true,
      state: 'LEARNING',
      report: null,
      incident: null,
      ledger,
      prospect: null,
      trend: [],
      timezone: 'UTC',
    } as const;
    const checked = {
      watch: 'demo',
      checks: 0,
      rows: 0,
      report: null,
      trained: false,
      retrain: null,
      repeated: false,
    };
    const card = driftCard(result, { ...checked, waiting: 'Watch "demo" has 3 rows.' }, asked);
    expect(fieldOf(card, 'What to do')).toBe('send rows with POST /observations, or add rows');
    expect(words(driftCard(result, null, asked).summary)).toContain('after the reference is taken');
  });

  it('no card offers what cannot be done from here', () => {
    const cards: Card[] = [
      elsewhere(firing),
      elsewhere({ ...answered, retrain: null }),
      elsewhere({ ...answered, retrain: null, resolution: 'quiet' }),
      trainedCard({ ...taken, baseline }, none, en),
      statusCard(statusOf({ version: 2, baseline }), en),
      driftCard(
        {
          watch: 'demo',
          elsewhere: true,
          state: 'OK',
          report: noDrift,
          incident: null,
          ledger,
          prospect: null,
          trend: [],
          timezone: 'UTC',
        },
        null,
        asked,
      ),
    ];
    for (const card of cards) {
      expect(everyWord(card)).not.toMatch(/\/retrain|\/rollback|\/predict/);
      expect(everyWord(card)).not.toMatch(/NaN|undefined|null|!/);
    }
  });
});
