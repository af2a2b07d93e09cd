// Doubles of what is outside: people who read cards, and MLflow. Both can be away.
import { AppError } from '../../core/errors.ts';
import type { MonitorDay, SwitchIntent, TrainingIntent } from '../../core/intent.ts';
import type { News } from '../../core/news.ts';
import type { IntentFacts, IntentItem, MessageRef, Notifier, RunState, Tracker } from '../../core/ports.ts';

export interface Delivery {
  readonly news: News;
  readonly run: RunState;
  readonly previous: MessageRef | null;
}

/** Takes cards as Discord does: one message a thread unless it is told of no previous one. */
export function createMailbox(before: readonly Delivery[] = []) {
  const deliveries = [...before];
  /** Thrown instead of the next deliveries. */
  const refusals: AppError[] = [];
  let posted = before.filter(({ previous }) => previous === null).length;
  const notifier: Notifier = {
    name: 'mailbox',
    async deliver(news, run, previous) {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      deliveries.push({ news, run, previous });
      return previous ?? { channel: 'c', message: `m${++posted}` };
    },
  };
  return { deliveries, refusals, notifier };
}

/** What an archive keeps: runs by the key of their intent, and what it is told besides, in order. */
export interface Archived {
  readonly runs: ReadonlyMap<string, IntentItem<TrainingIntent>>;
  readonly facts: ReadonlyMap<string, IntentFacts>;
  readonly switches: readonly (SwitchIntent & { aliases: Awaited<ReturnType<IntentFacts['aliases']>> })[];
  readonly days: readonly MonitorDay[];
  readonly state: { readonly attempts: number };
}

/** Keeps one run a key, as MLflow's tag makes sure of. */
export function createArchive(before?: Archived) {
  const runs = new Map(before?.runs);
  const facts = new Map(before?.facts);
  const switches = [...(before?.switches ?? [])];
  const days = [...(before?.days ?? [])];
  const state = { away: false, attempts: before?.state.attempts ?? 0, refuses: false };
  const beThere = () => {
    state.attempts++;
    if (state.away) throw new AppError('upstream_unavailable', 'MLflow does not answer.');
    if (state.refuses) throw new AppError('invalid_input', 'MLflow refuses (INVALID_PARAMETER_VALUE): no.');
  };
  const tracker: Tracker = {
    server: 'http://mlflow',
    async log(item, told, save) {
      beThere();
      await save({ runId: `run-${item.key}` });
      runs.set(item.key, item);
      facts.set(item.key, told);
      return { runId: `run-${item.key}`, url: `http://mlflow/${item.key}` };
    },
    async follow({ intent }, { aliases }) {
      beThere();
      switches.push({ ...intent, aliases: await aliases() });
    },
    async monitor(day) {
      beThere();
      days.push(day);
    },
    ping: async () => {},
  };
  return { runs, facts, switches, days, state, tracker };
}
