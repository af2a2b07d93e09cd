// News of every kind, in every phase and for every reason, of the fixtures.
import type { Cause, DriftReport, Learning, SignalKind } from '../../../core/drift.ts';
import type { Trigger } from '../../../core/model.ts';
import type { Incident, News } from '../../../core/news.ts';
import type { Quarantine } from '../../../core/quarantine.ts';
import { heldBatch, stoppedBatch } from './batches.ts';
import { busy, calm } from './deeds.ts';
import {
  answered,
  firing,
  incidentNews,
  largeDrift,
  noDrift,
  smallDrift,
  tooFewRows,
  unproven,
} from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { promoted, proposed, refusals, refusedFor, rejected } from './outcomes.ts';
import { prospect } from './prospects.ts';
import { onProbation, undone } from './tried.ts';

const base = { key: 'k', watch: 'demo', at: noon, thread: 't', revision: 1, channel: null };
const seed: DriftReport = { ...largeDrift, mode: 'seed', evidence: null, estimate: null };
const faults = [{ path: '17.age', message: '"n/a"' }];

/** News by what they tell. */
export function everyNews(): Readonly<Record<string, News>> {
  const checked = Object.entries(reports()).map(([name, report]): [string, News] => [
    `checked: ${name}`,
    { ...base, kind: 'checked', report },
  ]);
  return { ...incidents(), ...otherNews(), ...silence(), ...Object.fromEntries(checked) };
}

function causesOf(...kinds: readonly SignalKind[]): DriftReport {
  const causes: readonly Cause[] = kinds.map((kind) => ({
    kind,
    of: ['score', 'prediction', 'error', 'estimate'].includes(kind) ? null : 'region',
    share: 0.3,
    since: { rows: 1, at: noon },
    before: '0.2 %',
    after: '31 %',
  }));
  return { ...largeDrift, evidence: largeDrift.evidence && { ...largeDrift.evidence, causes } };
}

function learningOf(because: Learning, standing = false): DriftReport {
  const { evidence } = noDrift;
  const moment = standing ? { rows: 40, at: noon } : null;
  const learning = { signals: standing ? 3 : 14, because };
  return { ...noDrift, evidence: evidence && { ...evidence, learning, standing: moment } };
}

function incidents(): Readonly<Record<string, News>> {
  const broken = causesOf('missing', 'category');
  const asking: Incident = { ...firing, phase: 'proposed', retrain: proposed };
  const refused: Incident = {
    ...firing,
    ...{ phase: 'rejected', rejections: 4, retryAt: noon },
    retrain: { ...proposed, result: 'rejected', declinedBy: 'ada' },
  };
  const expired: Incident = {
    ...refused,
    retrain: { ...proposed, result: 'rejected', declinedBy: null },
  };
  const kept: Incident = { ...firing, phase: 'rejected', retrain: rejected, rejections: 3, retryAt: noon };
  const over: Incident = { ...answered, retrain: null };
  const expected: Incident = { ...over, resolution: 'expected', expected: { by: 'ada', reason: 'x1' } };
  return {
    firing: incidentNews(firing),
    small: incidentNews({ ...firing, opened: smallDrift, latest: { ...smallDrift, estimate: null } }),
    unlabelled: incidentNews({ ...firing, latest: { ...largeDrift, performance: null } }, false),
    broken: { ...incidentNews({ ...firing, opened: broken, latest: broken }), broken: ['region'] },
    held: heldNews(firing, broken, heldBatch),
    heldOver: heldNews({ ...over, resolution: 'quiet' }, broken, { ...heldBatch, lasting: false }),
    released: heldNews(expected, broken, { ...heldBatch, status: 'released', by: 'ada' }),
    stopped: heldNews({ ...kept, opened: largeDrift }, largeDrift, { ...stoppedBatch, lasting: true }),
    elsewhere: { ...incidentNews(firing), elsewhere: true },
    registered: { ...incidentNews(firing), registered: 'models:/theirs@champion' },
    retraining: incidentNews({ ...firing, phase: 'retraining', latest: { ...largeDrift, faults } }),
    kept: incidentNews({ ...kept, latest: { ...largeDrift, number: 120, score: 0.2811 } }),
    onProbation: incidentNews(onProbation),
    undone: incidentNews(undone),
    undoneOver: incidentNews({ ...undone, phase: 'resolved', resolution: 'rolled_back', probation: null }),
    undoneThrice: incidentNews({ ...undone, rejections: 3 }),
    passed: incidentNews({ ...answered, probation: { rows: 500, oldOnly: 9, newOnly: 60 }, closedAt: noon }),
    asking: incidentNews(asking),
    refused: incidentNews(refused),
    expired: incidentNews(expired),
    answered: incidentNews(answered),
    anew: incidentNews(over),
    reference: { ...incidentNews(over), elsewhere: true },
    quiet: incidentNews({ ...over, resolution: 'quiet' }),
    quietElsewhere: { ...incidentNews({ ...over, resolution: 'quiet' }), elsewhere: true },
    rolledBack: incidentNews({ ...over, resolution: 'rolled_back' }),
    expected: incidentNews(expected),
    ...attended(),
  };
}

/** Of an incident because of which rows are held back. */
function heldNews(incident: Incident, opened: DriftReport, held: Quarantine): News {
  return { ...incidentNews({ ...incident, opened, held: held.number }), broken: ['region'], held };
}

function attended(): Readonly<Record<string, News>> {
  const acknowledged = { by: 'ada', at: noon, note: 'x1' };
  const snoozed = { by: 'ada', at: noon, until: noon + minute, reason: 'x2' };
  const closed = { by: 'ada', reason: 'x3' };
  const taken: Incident = { ...firing, acknowledged, fired: 2 };
  const over: Incident = { ...answered, retrain: null, resolution: 'closed', closed, closedAt: noon };
  const reminder = { ...base, kind: 'reminder', incident: firing } as const;
  return {
    taken: incidentNews(taken),
    snoozed: incidentNews({ ...taken, snoozed }),
    snoozedTillOver: incidentNews({ ...taken, snoozed: { ...snoozed, until: null, reason: null } }),
    closed: incidentNews(over),
    reminded: { ...reminder, level: 1 },
    remindedAgain: { ...reminder, level: 2 },
  };
}

function silence(): Readonly<Record<string, News>> {
  const silent = { ...base, kind: 'no_data', since: noon, checks: 3, back: null } as const;
  return {
    test: { ...base, kind: 'test', by: 'ada' },
    digest: { ...base, kind: 'digest', digest: { at: noon, period: '24h', watches: [busy, calm] } },
    quarantine: { ...base, kind: 'quarantine', batch: stoppedBatch },
    noData: silent,
    dataBack: { ...silent, checks: 1_200, back: { at: noon, rows: 5_000 } },
  };
}

function otherNews(): Readonly<Record<string, News>> {
  const version = {
    ...base,
    kind: 'trained',
    version: 1,
    intent: null,
    elsewhere: false,
    rows: 2_000,
  } as const;
  const baseline = promoted.trial.champion;
  const trial = { alarms: 1, rows: 900, days: null };
  const proven = { ...prospect, provable: { feature: 'age', shift: null, rowsPerDay: 20 }, trial };
  const unproved = { ...prospect, provable: null, trial: null };
  const counts = { checks: 90, rows: 9_000, alarms: 2, promotions: 1, rejections: 1, revision: 1 };
  const backlog = { since: noon, from: noon, until: noon + minute, ...counts };
  const told = { ...base, kind: 'backlog', backlog, champion: 4, done: true, elsewhere: false } as const;
  const triggers: readonly Trigger[] = ['first', 'schedule', 'expected', 'learning', 'api'];
  return {
    retrained: { ...base, kind: 'retrained', outcome: promoted },
    retrainedOnProbation: { ...base, kind: 'retrained', outcome: { ...promoted, probation: true } },
    rolledBackByItself: {
      ...base,
      kind: 'rolled_back',
      ...{ from: 8, to: 7, by: 'vigie', undone: { rows: 120, oldOnly: 30, newOnly: 8 } },
    },
    ...Object.fromEntries(
      triggers.map((trigger): [string, News] => [
        `retrained by ${trigger}`,
        { ...base, kind: 'retrained', outcome: { ...rejected, trigger } },
      ]),
    ),
    shadow: {
      ...base,
      kind: 'retrained',
      outcome: { ...rejected, trial: { ...promoted.trial, promote: false } },
    },
    chance: {
      ...base,
      kind: 'retrained',
      outcome: {
        ...rejected,
        trial: { ...promoted.trial, p: 0.3, refused: [{ guard: 'accuracy' }], promote: false },
      },
    },
    continued: {
      ...base,
      kind: 'retrained',
      outcome: { ...promoted, trial: { ...promoted.trial, alpha: 0.8, continued: true } },
    },
    ...Object.fromEntries(
      refusals.map((refusal): [string, News] => [
        `refused for ${refusal.guard}`,
        { ...base, kind: 'retrained', outcome: { ...rejected, trial: refusedFor(refusal) } },
      ]),
    ),
    proposed: { ...base, kind: 'retrained', outcome: proposed },
    trained: { ...version, baseline, prospect },
    unbased: { ...version, baseline: null, elsewhere: true, prospect: proven },
    learned: { ...version, baseline, trigger: 'learning', prospect: unproved },
    rollback: { ...base, kind: 'rolled_back', from: 8, to: 7, by: 'ada' },
    rollbackRegistered: {
      ...base,
      registered: 'models:/theirs@champion',
      kind: 'rolled_back',
      from: 8,
      to: 7,
      by: 'ada',
    },
    backlog: told,
    backlogGoing: { ...told, done: false, backlog: { ...backlog, alarms: 0 } },
    backlogElsewhere: { ...told, elsewhere: true },
    failed: { ...base, kind: 'failed', operation: 'check', code: 'bad_data', message: 'x1', remedy: 'x2' },
  };
}

function reports(): Readonly<Record<string, DriftReport>> {
  const { performance } = seed;
  const without = performance && { ...performance, drop: null, accuracy: null, labelled: 12 };
  return {
    noDrift,
    unproven,
    tooFewRows,
    smallDrift,
    causes: causesOf('feature', 'score', 'prediction', 'label', 'error', 'estimate'),
    seed,
    seedHeld: { ...seed, verdict: 'ok' },
    seedUnlabelled: { ...seed, verdict: 'insufficient_data', performance: without },
    seedUnbased: { ...seed, verdict: 'insufficient_data', performance: null },
    fewRows: learningOf('few rows'),
    restless: learningOf('restless history'),
    fewLabels: learningOf('few labels', true),
    faulty: { ...largeDrift, faults: [...faults, ...faults] },
  };
}
