// Doubles of what is outside: people who read cards, and MLflow. Both can be away.
import { AppError } from '../../core/errors.ts';
import type { TrainingIntent } from '../../core/intent.ts';
import type { News } from '../../core/news.ts';
import type { IntentItem, MessageRef, Notifier, RunState, Tracker } from '../../core/ports.ts';

interface Delivery {
  readonly news: News;
  readonly run: RunState;
  readonly previous: MessageRef | null;
}

/** Takes cards as Discord does: one message a thread unless it is told of no previous one. */
export function createMailbox() {
  const deliveries: Delivery[] = [];
  /** Thrown instead of the next deliveries. */
  const refusals: AppError[] = [];
  let posted = 0;
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

/** Keeps runs by the key of their intent, as MLflow's tag makes sure of. */
export function createArchive() {
  const runs = new Map<string, IntentItem<TrainingIntent>>();
  const state = { away: false, attempts: 0 };
  const tracker: Tracker = {
    async log(item, _facts, save) {
      state.attempts++;
      if (state.away) throw new AppError('upstream_unavailable', 'MLflow does not answer.');
      await save({ runId: `run-${item.key}` });
      runs.set(item.key, item);
      return { runId: `run-${item.key}`, url: `http://mlflow/${item.key}` };
    },
    follow: async () => {},
    ping: async () => {},
  };
  return { runs, state, tracker };
}
