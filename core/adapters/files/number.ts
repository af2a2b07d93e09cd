// Plain decimal numbers read straight from the bytes of a CSV block, correctly rounded. Pure.
// At most 15 digits over a power of ten: both are exact doubles, so one division rounds once (Clinger 1990, "How to read
// floating point numbers accurately"). Up to 19 digits: the quotient of a double-double (Dekker 1971), taken when no
// error of it could change the rounding.

const [comma, lineFeed, carriageReturn, minus, point, zero] = [0x2c, 0x0a, 0x0d, 0x2d, 0x2e, 0x30];
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Digits that are exact in a double, whatever they are. */
const exactDigits = 15;
/** Two parts, of ten and of nine digits. */
const longDigits = 19;
/** More than the relative error of a quotient of double-doubles (some 2^-104). */
const doubt = 2 ** -98;
const splitter = 2 ** 27 + 1;

/** The bytes of a block, and four of them at once. Both must reach 8 bytes beyond the last cell. */
export interface Bytes {
  readonly at: Uint8Array;
  readonly words: DataView;
}

/**
 * Reads the cell that begins at `start` into `into[row]`: a minus sign or none, digits, and a point among them or none.
 * @returns where its comma or line break stands, or -1 (and anything in `into[row]`) when the cell is another one: it
 *   is empty, a text, an exponent, a name of digits such as 007 or 16 digits in a row, ...
 */
export function readNumber({ at, words }: Bytes, start: number, into: Float64Array, row: number): number {
  const negative = at[start] === minus ? 1 : 0;
  const first = start + negative;
  let place = first;
  let mantissa = 0;
  for (; isDigit(at, place); place++) mantissa = mantissa * 10 + digitAt(at, place);
  const whole = place - first;
  let scale = 0;
  if (at[place] === point) {
    const begin = place + 1;
    place = begin;
    // Fractions are long: four digits are worth one branch.
    for (; areDigits(fourAt(words, place)); place += 4) {
      mantissa = mantissa * 10_000 + fourDigits(fourAt(words, place));
    }
    for (; isDigit(at, place); place++) mantissa = mantissa * 10 + digitAt(at, place);
    scale = place - begin;
  }
  const digits = whole + scale;
  if (digits === 0 || namesDigits(at, first, whole) || !endsCell(at, place)) return -1;
  if (digits > exactDigits) return readLong(at, { first, place, scale, negative }, into, row);
  into[row] = ((1 - 2 * negative) * mantissa) / (powers[scale] as number);
  return place;
}

/** 007 and digits beyond what a double holds are names rather than numbers. */
function namesDigits(at: Uint8Array, first: number, whole: number): boolean {
  return whole > 1 && (at[first] === zero || whole > exactDigits);
}

function isDigit(at: Uint8Array, place: number): boolean {
  const digit = digitAt(at, place);
  return digit >= 0 && digit <= 9;
}

function fourAt(words: DataView, place: number): number {
  return words.getInt32(place, true) ^ 0x30303030;
}

function digitAt(at: Uint8Array, place: number): number {
  return (at[place] as number) - zero;
}

/** Whether each of the four bytes, less "0", is at most 9. Carries only reach bytes after one that is not. */
function areDigits(four: number): boolean {
  return (((four + 0x76767676) | four) & 0x80808080) === 0;
}

/** The number four digits spell, the first of them in the lowest byte. */
function fourDigits(four: number): number {
  const pairs = (Math.imul(four, 10) + (four >>> 8)) & 0x00ff00ff;
  return (Math.imul(pairs, 100) + (pairs >>> 16)) & 0xffff;
}

function endsCell(at: Uint8Array, place: number): boolean {
  const end = at[place];
  return end === comma || end === lineFeed || (end === carriageReturn && at[place + 1] === lineFeed);
}

interface Extent {
  readonly first: number;
  readonly place: number;
  readonly scale: number;
  readonly negative: number;
}

function readLong(at: Uint8Array, extent: Extent, into: Float64Array, row: number): number {
  const { place, scale, negative } = extent;
  let { first } = extent;
  while (at[first] === zero || at[first] === point) first += 1;
  let [high, low, digits] = [0, 0, 0];
  for (let next = first; next < place; next++) {
    if (at[next] === point) continue;
    digits += 1;
    if (digits <= 10) high = high * 10 + digitAt(at, next);
    else low = low * 10 + digitAt(at, next);
  }
  if (digits > longDigits || scale >= powers.length) return -1;
  const value = quotient(high, low, { shift: Math.max(0, digits - 10), scale });
  into[row] = negative === 1 ? -value : value;
  return Number.isNaN(value) ? -1 : place;
}

/** (high * 10^shift + low) / 10^scale, correctly rounded, or NaN when that is in doubt. `high` < 1e10, `low` < 1e9. */
function quotient(high: number, low: number, { shift, scale }: { shift: number; scale: number }): number {
  const [shifted, divisor] = [powers[shift] as number, powers[scale] as number];
  const product = high * shifted;
  const sum = product + low;
  // What the product and the sum lost; `product` is the larger part, so Dekker's quick two-sum holds.
  const lost = lostIn(high, shifted, product) + (low - (sum - product));
  const first = sum / divisor;
  const back = first * divisor;
  const second = (sum - back - lostIn(first, divisor, back) + lost) / divisor;
  const margin = first * doubt;
  const least = first + (second - margin);
  return least === first + (second + margin) ? least : Number.NaN;
}

/** What rounding took from the product of two doubles, exactly (Dekker's product with Veltkamp's split). */
function lostIn(one: number, other: number, product: number): number {
  const [oneWide, otherWide] = [one * splitter, other * splitter];
  const oneHigh = oneWide - (oneWide - one);
  const otherHigh = otherWide - (otherWide - other);
  const [oneLow, otherLow] = [one - oneHigh, other - otherHigh];
  return oneLow * otherLow - (product - oneHigh * otherHigh - oneLow * otherHigh - oneHigh * otherLow);
}
