// Whether the clock of this machine agrees with those of its peers: timestamps, leases and Discord's signatures hang on it.
import { type Finding, fine, wrong } from './finding.ts';

/** What a peer's clock said, and when it was asked by ours. Unix milliseconds. */
export interface Moment {
  readonly of: string;
  readonly now: number;
  readonly asked: number;
  readonly answered: number;
}

const mostMs = 5 * 60_000;
const answerMs = 5_000;

/** The Date header of whatever answers at the address; null where nothing does. Any status will do. */
export async function momentOf(of: string, url: string, clock: { now(): number }): Promise<Moment | null> {
  const asked = clock.now();
  try {
    const { headers, body } = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    });
    await body?.cancel();
    const now = Date.parse(headers.get('date') ?? '');
    return Number.isNaN(now) ? null : { of, now, asked, answered: clock.now() };
  } catch {
    return null;
  }
}

export function clockFinding(moments: readonly Moment[]): Finding {
  const off = moments.map((moment) => ({ of: moment.of, ms: skewMs(moment) }));
  if (off.length === 0) return fine('clock', 'no other clock within reach to hold it against.');
  const [worst = { of: '', ms: 0 }] = off.toSorted((one, other) => Math.abs(other.ms) - Math.abs(one.ms));
  if (Math.abs(worst.ms) <= mostMs)
    return fine('clock', `within ${seconds(worst.ms)} s of ${off.map(({ of }) => of).join(', ')}.`);
  const way = worst.ms > 0 ? 'behind' : 'ahead of';
  const remedy = 'Let this machine take its time from the network (NTP, for instance systemd-timesyncd).';
  return wrong('clock', `${seconds(worst.ms)} s ${way} ${worst.of}.`, remedy);
}

const seconds = (ms: number) => Math.ceil(Math.abs(ms) / 1_000);

/** Milliseconds the peer is ahead; 0 where its time lies within the question, or the second a Date header rounds off. */
function skewMs({ now, asked, answered }: Moment): number {
  if (now > answered) return now - answered;
  return Math.min(0, now + 1_000 - asked);
}
