// How the service itself stands, in fields of /status: jobs, storage, MLflow, notifications, the gateway. Pure.
import type { StatusResult } from '../ops/results.ts';
import type { Failure, JobInfo } from '../ports.ts';
import { across, beside, type Field, inLines, type Rich } from './card.ts';
import type { Words } from './words/index.ts';

type Own = Words['status'];

/** Whether something does not go by itself any more. */
export function needsLook({ jobs, notifications, gateway }: StatusResult): boolean {
  if (notifications.dead > 0 || notifications.refused.length > 0 || gateway?.state === 'refused') return true;
  return jobs.some(({ failure }) => failure !== null);
}

/** At most eight of the 25 fields of an embed. */
export function serviceFields(status: StatusResult, words: Words): Field[] {
  const { status: own } = words;
  const { storage, jobs, nextDigestAt } = status;
  return [
    ...failingJobs(jobs, own),
    ...deadLetters(status, words),
    ...refusedExtras(status, own),
    beside(own.storage, own.stored(storage.kind, storage.ok)),
    ...gatewayField(status, own),
    ...mlflowField(status, own),
    notificationsField(status, own),
    ...(nextDigestAt === null ? [] : [beside(own.nextDigest, { time: nextDigestAt, style: 'relative' })]),
  ];
}

function failingJobs(jobs: readonly JobInfo[], own: Own): Field[] {
  const failing = jobs.flatMap(({ name, failure }) => (failure === null ? [] : [{ name, failure }]));
  if (failing.length === 0) return [];
  const lines = failing.map(({ name, failure }): Rich => [{ code: name }, ` ${failure}`]);
  return [across(own.failed, ...inLines(lines))];
}

/** What was given up, with the newest reason: it is the one that still holds. */
function deadLetters({ notifications, trouble }: StatusResult, { status: own, shared }: Words): Field[] {
  const { dead } = notifications;
  const { dead: last } = trouble.cards;
  if (dead === 0) return [];
  const newest: Rich =
    last === null ? [] : [own.newest, { time: last.at, style: 'relative' }, shared.colon, failure(last)];
  return [across(own.deadLetters, own.givenUp(dead), ...newest)];
}

/** Which permission, and where: nothing else mends it. */
function refusedExtras({ notifications }: StatusResult, own: Own): Field[] {
  const { refused } = notifications;
  if (refused.length === 0) return [];
  const lines = refused.map(({ channel, what, refused: reason }): Rich => {
    const { lacks, give } = own.extras[what];
    return [lacks(channel), reason === null ? '' : ` (${reason})`, '. ', { strong: give }];
  });
  return [across(own.threads, ...inLines(lines))];
}

function failure({ reason, remedy }: Failure): string {
  return remedy === undefined ? reason : `${reason}\n${remedy}`;
}

function gatewayField({ gateway }: StatusResult, own: Own): Field[] {
  if (gateway === null) return [];
  const { state, problem } = gateway;
  if (problem === null) return [beside(own.gateway, own.gatewayStates[state])];
  return [across(own.gateway, { strong: own.gatewayStates[state] }, `\n${failure(problem)}`)];
}

function mlflowField({ mlflow, trouble }: StatusResult, own: Own): Field[] {
  const { configured, queued } = mlflow;
  if (!configured) return queued === 0 ? [] : [beside('MLflow', own.kept(queued))];
  const { since, retrying, dead } = trouble.runs;
  const lag: Rich = since === null ? [] : [own.oldestRun, { time: since, style: 'relative' }];
  const last = retrying ?? dead;
  const why = last === null ? [] : [`\n${own.lastFailure}${failure(last)}`];
  return [beside('MLflow', queued === 0 ? own.allLogged : own.queued(queued), ...lag, ...why)];
}

function notificationsField({ notifications, trouble }: StatusResult, own: Own): Field {
  const { notifier, waiting } = notifications;
  const { since, retrying } = trouble.cards;
  const lag: Rich = since === null ? [] : [own.oldest, { time: since, style: 'relative' }];
  const why = retrying === null ? [] : [`\n${own.lastFailure}${failure(retrying)}`];
  return beside(own.notifications, `${notifier}, ${own.waiting(waiting)}`, ...lag, ...why);
}
