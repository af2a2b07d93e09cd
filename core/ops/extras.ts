// What channels refuse beside their cards: noted by whoever delivers, read by whoever is asked for /status.
import type { Extra, Notifier } from '../ports.ts';
import type { World } from './world.ts';

const mark = 'refused beside cards';
/** As long as cards that were given up: a channel that nothing is posted to any more is forgotten. */
const keptMs = 14 * 86_400_000;

const keyOf = ({ channel, what }: Extra) => `${channel} ${what}`;

/** Takes over what the notifier has found out; what it has not tried stays as it was. */
export async function noteExtras({ store }: Pick<World, 'store'>, notifier: Notifier): Promise<void> {
  const tried = notifier.extras?.() ?? [];
  if (tried.length === 0) return;
  const text = await store.marks.read(mark);
  const anew = new Set(tried.map(keyOf));
  const others = asExtras(text).filter((extra) => !anew.has(keyOf(extra)));
  const now = JSON.stringify([...others, ...tried.filter(({ refused }) => refused !== null)]);
  if (now !== (text ?? '[]')) await store.marks.put(mark, now);
}

/** What was refused last time it was tried, within the last 14 days. */
export async function refusedExtras({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<Extra[]> {
  const since = clock.now() - keptMs;
  return asExtras(await store.marks.read(mark)).filter(({ at }) => at >= since);
}

function asExtras(text: string | null): Extra[] {
  // Written above and nowhere else.
  return text === null ? [] : (JSON.parse(text) as Extra[]);
}
