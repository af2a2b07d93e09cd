// AssemblyScript. What a pass of logistic regression does with some rows of a dense matrix: scores them, weighs and adds
// them up, and with two classes what comes between. Two doubles an instruction and four rows at a time: a weight or a sum
// is loaded once for four, and four independent sums are under way. Rows past the last are read up to a multiple of four.

function bytesOf(doubles: i32): usize {
  return (<usize>doubles) << 3;
}

function foursOf(rows: i32): usize {
  return bytesOf((rows + 3) & ~3);
}

function sumOf(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

function timesPlus(one: v128, other: v128, rest: v128): v128 {
  return f64x2.add(f64x2.mul(one, other), rest);
}

/** Writes each row (`width` doubles) times `weights` to `scores`; the same bits wherever a row stands. */
export function scoreRows(rows: usize, count: i32, width: i32, weights: usize, scores: usize): void {
  const line = bytesOf(width);
  const even = bytesOf(width & ~1);
  const end = scores + foursOf(count);
  for (let a = rows, to = scores; to < end; a += line << 2, to += 32) {
    const b = a + line;
    const c = b + line;
    const d = c + line;
    let pairA = f64x2.splat(0);
    let pairB = pairA;
    let pairC = pairA;
    let pairD = pairA;
    for (let i: usize = 0; i < even; i += 16) {
      const weight = v128.load(weights + i);
      pairA = timesPlus(weight, v128.load(a + i), pairA);
      pairB = timesPlus(weight, v128.load(b + i), pairB);
      pairC = timesPlus(weight, v128.load(c + i), pairC);
      pairD = timesPlus(weight, v128.load(d + i), pairD);
    }
    const last = even < line ? load<f64>(weights + even) : 0;
    const at = even < line ? even : 0;
    store<f64>(to, sumOf(pairA) + last * load<f64>(a + at));
    store<f64>(to, sumOf(pairB) + last * load<f64>(b + at), 8);
    store<f64>(to, sumOf(pairC) + last * load<f64>(c + at), 16);
    store<f64>(to, sumOf(pairD) + last * load<f64>(d + at), 24);
  }
}

/** Adds factor x row to `total` for each row; past the last row `factors` must be 0. */
export function addRows(rows: usize, count: i32, width: i32, factors: usize, total: usize): void {
  const line = bytesOf(width);
  const even = bytesOf(width & ~1);
  const end = factors + foursOf(count);
  for (let a = rows, from = factors; from < end; a += line << 2, from += 32) {
    const b = a + line;
    const c = b + line;
    const d = c + line;
    const byA = v128.load64_splat(from);
    const byB = v128.load64_splat(from, 8);
    const byC = v128.load64_splat(from, 16);
    const byD = v128.load64_splat(from, 24);
    for (let i: usize = 0; i < even; i += 16) {
      const ab = timesPlus(byA, v128.load(a + i), f64x2.mul(byB, v128.load(b + i)));
      const cd = timesPlus(byC, v128.load(c + i), f64x2.mul(byD, v128.load(d + i)));
      v128.store(total + i, f64x2.add(v128.load(total + i), f64x2.add(ab, cd)));
    }
    if (even < line) {
      const ab = load<f64>(from) * load<f64>(a + even) + load<f64>(from, 8) * load<f64>(b + even);
      const cd = load<f64>(from, 16) * load<f64>(c + even) + load<f64>(from, 24) * load<f64>(d + even);
      store<f64>(total + even, load<f64>(total + even) + (ab + cd));
    }
  }
}

/** Beyond, e^-x is below the least double that is not subnormal. */
const MOST: f64 = 708;
/** ln 2 in two parts: the first has so few digits that whole multiples of it are exact. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

function step(series: v128, r: v128, coefficient: f64): v128 {
  return timesPlus(series, r, f64x2.splat(coefficient));
}

/**
 * e^-x for x >= 0, to a few units of the last digit; at least e^-708. x = k ln 2 - r, Taylor's series of e^r to where
 * |r| <= ln 2 / 2 leaves nothing, and k goes into the exponent.
 */
function expNegative(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.splat(MOST), x);
  const k = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(1 / Math.LN2)));
  const high = f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), bounded);
  const r = timesPlus(k, f64x2.splat(LN2_LOW), high);
  let series = f64x2.splat(1 / <f64>6227020800);
  series = step(series, r, 1 / <f64>479001600);
  series = step(series, r, 1 / <f64>39916800);
  series = step(series, r, 1 / <f64>3628800);
  series = step(series, r, 1 / <f64>362880);
  series = step(series, r, 1 / <f64>40320);
  series = step(series, r, 1 / <f64>5040);
  series = step(series, r, 1 / <f64>720);
  series = step(series, r, 1 / <f64>120);
  series = step(series, r, 1 / <f64>24);
  series = step(series, r, 1 / <f64>6);
  series = step(series, r, 1 / <f64>2);
  series = step(series, r, 1);
  series = step(series, r, 1);
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return f64x2.mul(series, i64x2.shl(i64x2.sub(i64x2.splat(1023), exponent), 52));
}

/**
 * Turns log-odds into probability - target, in place, and returns the summed log-loss. Of log(1 + e^-|z|) the sum is the
 * logarithm of a product: at most 2^rows.
 */
function toResiduals(scores: usize, count: i32, targets: usize): f64 {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let loss = zero;
  let product = one;
  const end = scores + foursOf(count);
  for (let at = scores, own = targets; at < end; at += 16, own += 8) {
    const score = v128.load(at);
    const target = f64x2.convert_low_i32x4_s(v128.load64_zero(own));
    const rest = expNegative(f64x2.abs(score));
    const both = f64x2.add(one, rest);
    product = f64x2.mul(product, both);
    loss = f64x2.add(loss, f64x2.sub(f64x2.max(score, zero), f64x2.mul(target, score)));
    const share = f64x2.div(v128.bitselect(one, rest, f64x2.gt(score, zero)), both);
    v128.store(at, f64x2.sub(share, target));
  }
  return sumOf(loss) + Math.log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
}

function fillPast(scores: usize, count: i32, score: f64): void {
  const end = scores + foursOf(count);
  for (let at = scores + bytesOf(count); at < end; at += 8) store<f64>(at, score);
}

/**
 * Adds the gradient of the rows' summed log-loss to `gradient` and returns that loss. `targets` are words, 0 or 1, and 0
 * up to a multiple of four; `scores` is room for as many doubles; at most 1,000 rows.
 */
export function passOverTwo(
  rows: usize,
  count: i32,
  width: i32,
  targets: usize,
  weights: usize,
  gradient: usize,
  scores: usize,
): f64 {
  scoreRows(rows, count, width, weights, scores);
  // A row there is not: certain to be of class 0, and so without a loss.
  fillPast(scores, count, -1e300);
  const loss = toResiduals(scores, count, targets);
  fillPast(scores, count, 0);
  addRows(rows, count, width, scores, gradient);
  return loss;
}

/**
 * Adds factor x row x row' for each row to the lower triangle of `matrix` (width x width); what stands above its diagonal
 * then means nothing. Two lines of the matrix at a time: sixteen products for six loads. Past the last row `factors` must be 0.
 */
export function addOuterProducts(rows: usize, count: i32, width: i32, factors: usize, matrix: usize): void {
  const line = bytesOf(width);
  const even = bytesOf(width & ~1);
  const end = factors + foursOf(count);
  for (let a = rows, from = factors; from < end; a += line << 2, from += 32) {
    const b = a + line;
    const c = b + line;
    const d = c + line;
    const byA = load<f64>(from);
    const byB = load<f64>(from, 8);
    const byC = load<f64>(from, 16);
    const byD = load<f64>(from, 24);
    let one = matrix;
    for (let at: usize = 0; at < even; at += 16, one += line << 1) {
      const two = one + line;
      const oneA = f64x2.splat(byA * load<f64>(a + at));
      const oneB = f64x2.splat(byB * load<f64>(b + at));
      const oneC = f64x2.splat(byC * load<f64>(c + at));
      const oneD = f64x2.splat(byD * load<f64>(d + at));
      const twoA = f64x2.splat(byA * load<f64>(a + at, 8));
      const twoB = f64x2.splat(byB * load<f64>(b + at, 8));
      const twoC = f64x2.splat(byC * load<f64>(c + at, 8));
      const twoD = f64x2.splat(byD * load<f64>(d + at, 8));
      for (let i: usize = 0; i <= at; i += 16) {
        const xA = v128.load(a + i);
        const xB = v128.load(b + i);
        const xC = v128.load(c + i);
        const xD = v128.load(d + i);
        const oneAB = timesPlus(oneA, xA, f64x2.mul(oneB, xB));
        const oneCD = timesPlus(oneC, xC, f64x2.mul(oneD, xD));
        const twoAB = timesPlus(twoA, xA, f64x2.mul(twoB, xB));
        const twoCD = timesPlus(twoC, xC, f64x2.mul(twoD, xD));
        v128.store(one + i, f64x2.add(v128.load(one + i), f64x2.add(oneAB, oneCD)));
        v128.store(two + i, f64x2.add(v128.load(two + i), f64x2.add(twoAB, twoCD)));
      }
    }
    for (let i: usize = even; i < line; i += 8) {
      for (let j: usize = 0; j <= i; j += 8) {
        const ab = byA * load<f64>(a + i) * load<f64>(a + j) + byB * load<f64>(b + i) * load<f64>(b + j);
        const cd = byC * load<f64>(c + i) * load<f64>(c + j) + byD * load<f64>(d + i) * load<f64>(d + j);
        store<f64>(one + j, load<f64>(one + j) + (ab + cd));
      }
    }
  }
}
