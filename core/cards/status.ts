// How every watch and the service itself stand: what /status shows. Pure.
import type { DriftReport } from '../drift.ts';
import type { StatusResult, WatchStatus } from '../ops/results.ts';
import type { JobInfo } from '../ports.ts';
import { across, bareCard, beside, type Card, type Field, type Rich, type Tone } from './card.ts';
import { evidenceWords } from './drift-parts.ts';
import { counted, duration, metric, scoreAndThreshold } from './numbers.ts';

/** Leaves room for the service's own fields under Discord's limit of 25. */
const watchesShown = 16;

export function statusCard(status: StatusResult): Card {
  const { service, watches, at } = status;
  const shown = [...watches].sort(openFirst).slice(0, watchesShown);
  const hidden = watches.length - shown.length;
  return {
    ...bareCard,
    tone: toneOf(status),
    title: `${symbols[toneOf(status)]} ${titleWords(status)}`,
    summary: hidden > 0 ? [`${counted(hidden, 'more watch', 'more watches')} not shown.`] : [],
    fields: [
      ...shown.map(watchField),
      ...failingJobs(status.jobs),
      storageField(status),
      ...mlflowField(status),
      notificationsField(status),
    ],
    footer: `${service.name} ${service.version} · ${service.roles.join(', ')} · up ${duration(at - service.startedAt)}`,
    at,
  };
}

const symbols = { good: '✅', warn: '⚠️', bad: '🚨', busy: '🔄', plain: '⏳' } as const satisfies Record<
  Tone,
  string
>;

function isOpen({ incident }: WatchStatus): boolean {
  return incident !== null && incident.phase !== 'resolved';
}

function openFirst(first: WatchStatus, second: WatchStatus): number {
  return Number(isOpen(second)) - Number(isOpen(first));
}

function toneOf({ storage, watches, jobs, notifications }: StatusResult): Tone {
  if (!storage.ok || watches.some(isOpen)) return 'bad';
  if (notifications.dead > 0 || jobs.some(({ failure }) => failure !== null)) return 'warn';
  if (watches.some(({ state }) => state === 'ACTING')) return 'busy';
  return watches.every(({ champion }) => champion === null) ? 'plain' : 'good';
}

function titleWords(status: StatusResult): string {
  const { storage, watches } = status;
  if (!storage.ok) return 'Status: the storage does not answer';
  const open = watches.filter(isOpen).length;
  if (open > 0) return `Status: ${counted(open, 'open incident')}`;
  switch (toneOf(status)) {
    case 'warn':
      return 'Status: no drift, but something needs a look';
    case 'busy':
      return 'Status: retraining';
    case 'plain':
      return 'Status: no model is trained yet';
    default:
      return `Status: ${counted(watches.length, 'watch', 'watches')}, no open incident`;
  }
}

function watchField(watch: WatchStatus): Field {
  const lines: Rich[] = [
    [{ strong: stateWords(watch) }, ...champion(watch)],
    lastCheck(watch),
    ...evidence(watch),
    ...nextCheck(watch),
    ...incident(watch),
  ];
  return across(watch.watch, ...lines.flatMap((line, at) => (at === 0 ? line : ['\n', ...line])));
}

function stateWords({ state }: WatchStatus): string {
  if (state === 'ACTING') return 'retraining';
  if (state === 'LEARNING') return 'learning';
  if (state === 'SUSPECTED') return 'suspected';
  return state === 'ALARM' ? 'drift' : 'ok';
}

function champion({ champion: serving, elsewhere }: WatchStatus): Rich {
  if (serving === null) return [elsewhere ? ', served elsewhere, no reference yet' : ', no model yet'];
  const { version, baseline, trainedAt } = serving;
  return [
    elsewhere ? `, served elsewhere (reference v${version}, ` : `, v${version} serves (`,
    ...(baseline === null
      ? ['no accuracy: it has no labels yet']
      : ['baseline accuracy ', { code: metric(baseline.accuracy) }]),
    elsewhere ? ', taken ' : ', trained ',
    { time: trainedAt, style: 'relative' },
    ')',
  ];
}

function lastCheck({ lastReport, checks }: WatchStatus): Rich {
  if (lastReport === null) return ['not checked yet'];
  return [
    `check ${checks}, `,
    { time: lastReport.at, style: 'relative' },
    ': ',
    ...scoreWords(lastReport),
    `, ${verdictWords(lastReport)}`,
  ];
}

function scoreWords({ score, threshold }: DriftReport): Rich {
  if (score === null) return ['no score'];
  const [scored, limit] = scoreAndThreshold(score, threshold);
  return ['score ', { code: scored }, ' (threshold ', { code: limit }, ')'];
}

function verdictWords({ verdict, grade }: DriftReport): string {
  if (verdict === 'insufficient_data') return 'too few rows';
  if (verdict === 'drift') return grade === 'small' ? 'small drift' : 'drift';
  return grade === 'unproven' ? 'not yet proven' : 'no drift';
}

/** Short: how far the evidence has come, when it has, and who has no say in it yet. */
function evidence({ lastReport }: WatchStatus): Rich[] {
  if (lastReport === null || lastReport.mode === 'seed' || lastReport.evidence === null) return [];
  const { learning, signals } = lastReport.evidence;
  const gathered = evidenceWords(lastReport.evidence);
  const line: Rich = [
    ...(gathered === null ? [] : ['evidence ', ...gathered]),
    ...(learning === null
      ? []
      : [
          `${gathered === null ? '' : ', '}${learning.signals} of ${counted(signals, 'signal')} still learning`,
        ]),
  ];
  return line.length === 0 ? [] : [line];
}

function nextCheck({ nextCheckAt }: WatchStatus): Rich[] {
  return nextCheckAt === null ? [] : [['next check ', { time: nextCheckAt, style: 'relative' }]];
}

function incident({ incident: current }: WatchStatus): Rich[] {
  if (current === null || current.phase === 'resolved') return [];
  return [[`incident #${current.number}, opened `, { time: current.openedAt, style: 'relative' }]];
}

function failingJobs(jobs: readonly JobInfo[]): Field[] {
  const failing = jobs.flatMap(({ name, failure }) => (failure === null ? [] : [{ name, failure }]));
  if (failing.length === 0) return [];
  const lines: Rich = failing.flatMap(({ name, failure }, at) => [
    at === 0 ? '' : '\n',
    { code: name },
    ` ${failure}`,
  ]);
  return [across('Jobs that failed', ...lines)];
}

function storageField({ storage }: StatusResult): Field {
  return beside('Storage', `${storage.kind}, ${storage.ok ? 'ok' : 'does not answer'}`);
}

function mlflowField({ mlflow }: StatusResult): Field[] {
  if (!mlflow.configured) return [];
  return [
    beside('MLflow', mlflow.queued === 0 ? 'all runs logged' : `${counted(mlflow.queued, 'run')} queued`),
  ];
}

function notificationsField({ notifications }: StatusResult): Field {
  const { notifier, waiting, dead } = notifications;
  const given = dead === 0 ? '' : `, ${dead} given up`;
  return beside(
    'Notifications',
    `${notifier}, ${waiting === 0 ? 'none waiting' : `${waiting} waiting`}${given}`,
  );
}
