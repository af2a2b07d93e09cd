// News on their way to people: each is shown once, newest revision of its card, and again later when nobody took it.
import { AppError, type ErrorCode } from '../errors.ts';
import type { News } from '../news.ts';
import type { Failure, Notifier, RunState } from '../ports.ts';
import type { Attempt, OutboxItem } from '../store.ts';
import { addressed } from './addressed.ts';
import { decisionsOf } from './decisions.ts';
import { drain, retryAt, type Step } from './drain.ts';
import { noteExtras } from './extras.ts';
import { stillCalls } from './follow.ts';
import { threadOf } from './told.ts';
import { runStateOf } from './track.ts';
import { waitingIn } from './waiting.ts';
import type { World } from './world.ts';

/** The first and the longest wait. */
const retryMs = [1_000, 300_000] as const;

/** Sends what is due. One deliverer at a time: two would post one card twice. */
export async function deliver(world: World): Promise<{ done: number }> {
  const { notifier } = world;
  if (notifier === null) return { done: 0 };
  const done = await drain(world, 'deliver', {
    claim: world.store.outbox.claim,
    carry: (item) => carry(world, notifier, item),
  });
  if (done !== null) world.metrics.waiting(await waitingIn(world));
  return { done: done ?? 0 };
}

async function carry(world: World, notifier: Notifier, item: OutboxItem): Promise<Step> {
  const run = await runOf(world, item.news);
  const attempt = await tell(world, notifier, { item, run });
  await world.store.outbox.settle(item.key, attempt);
  await noteExtras(world, notifier);
  if (attempt.outcome === 'retry') return 'away';
  if (attempt.outcome !== 'sent') return 'passed';
  await tellLink(world, item.news, run);
  return 'done';
}

/** A run that was logged while its card was under way found no sent card to tell again. */
async function tellLink(world: World, news: News, shown: RunState): Promise<void> {
  if (shown.status !== 'queued') return;
  if ((await runOf(world, news)).status !== 'queued') await world.store.outbox.retell(news.thread);
}

async function tell(
  world: World,
  notifier: Notifier,
  { item, run }: { item: OutboxItem; run: RunState },
): Promise<Attempt> {
  const { key, news, attempts } = item;
  if (await world.store.outbox.superseded(news)) return { outcome: 'superseded' };
  if (news.kind === 'reminder' && !(await stillCalls(world, news))) return { outcome: 'superseded' };
  try {
    // A reminder is told where the card is that it reminds of.
    const thread = news.kind === 'reminder' ? threadOf(news.incident) : news.thread;
    const now = addressed(news, await decisionsOf(world));
    const ref = await notifier.deliver(now, run, await world.store.outbox.readRef(thread));
    world.metrics.delivered('sent');
    return { outcome: 'sent', ref };
  } catch (cause) {
    const { code, failure } = failureOf(cause);
    const away = code === 'upstream_unavailable';
    world.metrics.delivered(away ? 'retry' : 'dead');
    world.log[away ? 'warn' : 'error']('news could not be delivered', {
      key,
      notifier: notifier.name,
      code,
      err: cause,
    });
    if (!away) return { outcome: 'dead', ...failure };
    return {
      outcome: 'retry',
      nextAt: retryAt(world.clock.now(), attempts, retryMs),
      ...failure,
    };
  }
}

function failureOf(cause: unknown): { code: ErrorCode; failure: Failure } {
  if (!(cause instanceof AppError)) return { code: 'internal', failure: { reason: 'an error inside Vigie' } };
  const { code, message: reason, remedy } = cause;
  return { code, failure: { reason, remedy } };
}

function runOf(world: World, news: News): Promise<RunState> {
  switch (news.kind) {
    case 'incident':
      return runStateOf(world, news.incident.retrain?.intent ?? null);
    case 'retrained':
      return runStateOf(world, news.outcome.intent);
    case 'trained':
      return runStateOf(world, news.intent);
    default:
      return Promise.resolve({ status: 'none' });
  }
}
