// How often one caller may ask: a meter for each token or address, in memory, so that every process counts for itself. Pure.

const minute = 60_000;
/** Those heard of longest ago are forgotten: a crowd of addresses must not fill the memory. */
const mostKeys = 10_000;

/**
 * At most `perMinute` requests in a minute and key, in one burst or evenly: the generic cell rate algorithm (ITU-T I.371,
 * Annex A), with the whole minute as its tolerance. A key holds one number, the time when its meter is empty again.
 * @returns what takes `cost` requests at `now` (ms) from a key and says in how many whole seconds to come back; 0 = granted
 */
export function createRate(perMinute: number): (key: string, now: number, cost?: number) => number {
  const emptyAt = new Map<string, number>();
  const each = minute / perMinute;
  return (key, now, cost = 1) => {
    const known = emptyAt.get(key) ?? 0;
    // Later than a minute from now no meter ends: somebody has set the clock back.
    const from = known > now && known <= now + minute ? known : now;
    const until = from + Math.min(cost, perMinute) * each;
    const wait = until - now - minute;
    if (wait > 0) return Math.ceil(wait / 1000);
    emptyAt.delete(key);
    emptyAt.set(key, until);
    if (emptyAt.size > mostKeys) forgetOldest(emptyAt);
    return 0;
  };
}

function forgetOldest(emptyAt: Map<string, number>): void {
  const [oldest] = emptyAt.keys();
  if (oldest !== undefined) emptyAt.delete(oldest);
}

/** Whom an address stands for: of IPv6 the network of 64 bits, in which one machine has as many addresses as it likes. */
export function sourceOf(address = ''): string {
  if (!address.includes(':')) return address;
  if (/^::ffff:[\d.]+$/i.test(address)) return address.slice('::ffff:'.length);
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
