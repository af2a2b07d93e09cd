// The steps from each version of a collection's documents to the next. Pure.
import type { Document } from 'mongodb';

/** One document of a version as it is in the next one. Whoever calls it keeps `_id` and sets `v`. */
export type Step = (document: Document) => Document;

/** By collection, then by the version a step starts from; 0 = documents without `v`. A step, once released, stays. */
export type Migrations = Readonly<Record<string, Readonly<Record<number, Step>>>>;

const same: Step = (document) => document;

const day = 24 * 60 * 60 * 1_000;

/** Until version 2 they were deleted so long after `at`, which was a Date. */
const expiring =
  (days: number): Step =>
  ({ at, ...rest }) => ({ ...rest, at: at.getTime(), expiresAt: new Date(at.getTime() + days * day) });

const observation: Step = (row) => {
  const at: number = row['at'].getTime();
  return { ...expiring(30)(row), id: row['_id'], storedAt: at };
};

const without = (name: string, document: Document): Document =>
  Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));

/** Until version 2 a report told of p-values and their level; evidence was not gathered, and nothing promised. */
const report = ({ level: _level, performance, ...rest }: Document): Document => ({
  ...rest,
  performance: performance && without('p', performance),
  evidence: null,
  estimate: null,
});

const inReports =
  (...names: string[]): Step =>
  (holder) =>
    Object.fromEntries(
      Object.entries(holder).map(([name, value]) => [
        name,
        names.includes(name) && value !== null ? report(value) : value,
      ]),
    );

const incident = inReports('opened', 'latest');

const news: Step = (told) => {
  if (told['kind'] === 'incident')
    return { ...told, incident: incident(told['incident']), ledger: null, broken: [], waiting: null };
  if (told['kind'] === 'trained') return { ...told, prospect: null };
  return told['kind'] === 'checked' ? inReports('report')(told) : told;
};

const pending: Step = (one) => {
  if (one['to'] === 'outbox') return { ...one, news: news(one['news']) };
  return one['to'] === 'checks' ? inReports('report')(one) : one;
};

const state: Step = (before) => {
  const { incident: open } = before;
  return {
    ...inReports('lastReport')(before),
    incident: open && incident(open),
    evidence: null,
    alarms: open ? [{ at: open.openedAt, expected: false }] : [],
    pending: before['pending'].map(pending),
  };
};

/** Until version 3 nobody could take care of an incident, and nobody was reminded of one: old ones call nobody now. */
const attended = (open: Document): Document => ({
  ...open,
  acknowledged: null,
  snoozed: null,
  fired: 1,
  calledAt: open['opened'].at,
  reminded: 2,
  closedAt: open['phase'] === 'resolved' ? open['latest'].at : null,
});

const attendedNews: Step = (told) =>
  told['kind'] === 'incident' ? { ...told, incident: attended(told['incident']), change: null } : told;

const attendedState: Step = (before) => ({
  ...before,
  incident: before['incident'] && attended(before['incident']),
  pastIncidents: [],
  pastRetrainings: [],
  arrivals: { seen: 0, empty: 0, emptySince: null, pause: null, silent: false },
  threshold: null,
  pending: before['pending'].map((one: Document) =>
    one['to'] === 'outbox' ? { ...one, news: attendedNews(one['news']) } : one,
  ),
});

/** Until version 2 every intent was a training, told with its figures alone. */
const training = (intent: Document): Document => ({
  kind: 'training',
  note: '',
  data: [],
  report: null,
  incident: null,
  against: null,
  ...intent,
});

const trainingState: Step = (before) => ({
  ...before,
  pending: before['pending'].map((one: Document) =>
    one['to'] === 'mlflow' ? { ...one, intent: training(one['intent']) } : one,
  ),
});

export const migrations: Migrations = {
  // These two carried no version at first.
  counters: { 0: same },
  leases: { 0: same },
  observations: { 1: observation },
  // Since, labels of rows in blocks say where those are.
  labels: { 1: expiring(90), 2: same },
  watch_state: { 1: state, 2: attendedState, 3: trainingState },
  models: { 1: (version) => ({ ...version, calibration: null }) },
  outbox: {
    1: (row) => ({ ...row, news: news(row['news']) }),
    2: (row) => ({ ...row, news: attendedNews(row['news']) }),
  },
  mlflow_outbox: { 1: (row) => ({ ...row, intent: training(row['intent']) }) },
  drift_checks: { 1: inReports('report') },
};

/** The layout of a store whose documents have all taken these steps: it grows with every step. */
export function layoutOf(table: Migrations): number {
  return 1 + Object.values(table).reduce((sum, steps) => sum + Object.keys(steps).length, 0);
}
