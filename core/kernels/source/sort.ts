// AssemblyScript. Doubles sorted by the bytes they are made of: three passes of a radix sort over the high word, 11 bits
// each, least significant digit first, then insertion by the rest. Four values are read before the first is written: a
// processor does not read ahead of a write whose place it does not know yet.

const DIGIT: i32 = 11;
const MASK: i32 = 2047;
/** Bytes of the counters of one digit: 2^11 words, in the nearest cache. */
const COUNTERS: usize = 8192;
/** Moves a value that the last pass may need; beyond, too many values share their high word. */
const PATIENCE: i32 = 8;

/** Of negative numbers all bits are turned, of the others the sign: then they ascend as whole numbers. */
function ordered(word: i32): i32 {
  return word ^ ((word >> 31) | i32.MIN_VALUE);
}

function digitOf(word: i32, shift: i32): usize {
  return (<usize>((<u32>ordered(word) >>> shift) & MASK)) << 2;
}

function countOne(place: usize): void {
  store<i32>(place, load<i32>(place) + 1);
}

/** All three digits of all values in one reading. */
function count(values: usize, end: usize, counters: usize): void {
  memory.fill(counters, 0, 3 * COUNTERS);
  for (let at = values; at < end; at += 8) {
    const word = load<i32>(at, 4);
    countOne(counters + digitOf(word, 0));
    countOne(counters + COUNTERS + digitOf(word, DIGIT));
    countOne(counters + 2 * COUNTERS + digitOf(word, 2 * DIGIT));
  }
}

/** Counts become the addresses at which their buckets start. */
function startsOf(counters: usize, into: usize): void {
  let start = <i32>into;
  for (let at = counters; at < counters + COUNTERS; at += 4) {
    const size = load<i32>(at);
    store<i32>(at, start);
    start += size << 3;
  }
}

/** Writes a value to the next place of its bucket, which is then no longer free. */
function put(bucket: usize, value: f64): void {
  const place = load<i32>(bucket);
  store<f64>(place, value);
  store<i32>(bucket, place + 8);
}

function scatter(from: usize, end: usize, buckets: usize, shift: i32): void {
  let at = from;
  for (; at + 32 <= end; at += 32) {
    const a = buckets + digitOf(load<i32>(at, 4), shift);
    const b = buckets + digitOf(load<i32>(at, 12), shift);
    const c = buckets + digitOf(load<i32>(at, 20), shift);
    const d = buckets + digitOf(load<i32>(at, 28), shift);
    const w = load<f64>(at);
    const x = load<f64>(at, 8);
    const y = load<f64>(at, 16);
    const z = load<f64>(at, 24);
    put(a, w);
    put(b, x);
    put(c, y);
    put(d, z);
  }
  for (; at < end; at += 8) put(buckets + digitOf(load<i32>(at, 4), shift), load<f64>(at));
}

/** Copies nearly sorted values into their exact order; false when that would take too many moves. */
function insertInto(into: usize, from: usize, bytes: usize): bool {
  let moves: i64 = <i64>bytes * PATIENCE;
  let largest = -Infinity;
  for (let at: usize = 0; at < bytes; at += 8) {
    const x = load<f64>(from + at);
    let place = into + at;
    if (x >= largest) {
      store<f64>(place, x);
      largest = x;
      continue;
    }
    for (; place > into && load<f64>(place - 8) > x; place -= 8) store<f64>(place, load<f64>(place - 8));
    store<f64>(place, x);
    moves -= <i64>(into + at - place);
    if (moves < 0) return false;
  }
  return true;
}

/** Moves the finite ones of `size` doubles at `values` together, in their order, and says how many they are. */
export function keepFinite(values: usize, size: i32): i32 {
  let into = values;
  for (let at = values; at < values + ((<usize>size) << 3); at += 8) {
    const x = load<f64>(at);
    store<f64>(into, x);
    // Only what is not finite has a difference to itself: NaN.
    into += x - x === 0 ? 8 : 0;
  }
  return <i32>((into - values) >>> 3);
}

/**
 * Sorts `size` finite doubles at `values` ascending, -0 before 0, with as much room at `spare` and 24 KB at `counters`.
 * False = given up: the values are all at `spare`, nearly sorted.
 */
export function sort(values: usize, size: i32, spare: usize, counters: usize): bool {
  const bytes = (<usize>size) << 3;
  const second = counters + COUNTERS;
  const third = second + COUNTERS;
  count(values, values + bytes, counters);
  startsOf(counters, spare);
  scatter(values, values + bytes, counters, 0);
  startsOf(second, values);
  scatter(spare, spare + bytes, second, DIGIT);
  startsOf(third, spare);
  scatter(values, values + bytes, third, 2 * DIGIT);
  return insertInto(values, spare, bytes);
}
