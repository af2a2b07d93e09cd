// A number for each of the newest few million keys, in 16 to 32 bytes a key whatever its length. Pure.
// Keys are kept as 53 bits of a hash: among a million of them the chance that any two are taken for one is 1 in 16,000.

/** Keys of one generation; the oldest generation is forgotten as a whole. */
const generationKeys = 2 ** 18;
const firstSlots = 1024;

export interface NewestKeys {
  get(key: string): number | undefined;
  set(key: string, value: number): void;
}

/** Slots of open addressing with linear probing: at most half of them are taken, 0 = free. */
interface Generation {
  hashes: Float64Array;
  values: Float64Array;
  count: number;
}

/** Remembers at least (generations - 1) * 262,144 keys, those set first being forgotten first. */
export function createNewestKeys(generations: number): NewestKeys {
  let kept: readonly Generation[] = [emptyGeneration(firstSlots)];
  return {
    get(key) {
      const hash = hashOf(key);
      for (const { hashes, values } of kept) {
        const slot = slotOf(hashes, hash);
        if (hashes[slot] === hash) return values[slot];
      }
      return undefined;
    },
    set(key, value) {
      const [newest = emptyGeneration(firstSlots)] = kept;
      const full = newest.count >= generationKeys;
      const into = full ? emptyGeneration(firstSlots) : newest;
      if (full) kept = [into, ...kept].slice(0, generations);
      if (into.count * 2 >= into.hashes.length) enlarge(into);
      place(into, hashOf(key), value);
    },
  };
}

function emptyGeneration(slots: number): Generation {
  return { hashes: new Float64Array(slots), values: new Float64Array(slots), count: 0 };
}

function place(into: Generation, hash: number, value: number): void {
  const slot = slotOf(into.hashes, hash);
  if (into.hashes[slot] === 0) into.count += 1;
  into.hashes[slot] = hash;
  into.values[slot] = value;
}

function enlarge(generation: Generation): void {
  const { hashes, values } = generation;
  const larger = emptyGeneration(hashes.length * 2);
  for (let slot = 0; slot < hashes.length; slot++) {
    const hash = hashes[slot] as number;
    if (hash !== 0) place(larger, hash, values[slot] as number);
  }
  Object.assign(generation, larger);
}

/** The slot of the hash, or the free one it would take. */
function slotOf(hashes: Float64Array, hash: number): number {
  let slot = hash % hashes.length;
  while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) % hashes.length;
  return slot;
}

/** 53 bits, never 0: two 32-bit hashes that mix every character in before the next. */
function hashOf(key: string): number {
  let [low, high] = [0x9e3779b9, 0x7f4a7c15];
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ unit, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16), 0x27d4eb2f);
  high = Math.imul(high ^ (high >>> 15), 0x165667b1);
  return ((high ^ (high >>> 16)) & 0x1fffff) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0) || 1;
}
