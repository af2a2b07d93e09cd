// The axis of values: where it begins and ends, and the round numbers on it. Pure.

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** Further out no number is a value, and sums of them could overflow. */
const furthest = 1e12;
/** Of the limits: so that noise does not fill the picture. */
const leastShare = 0.1;
const steps = 4;

/** A value that can be drawn; anything else is a gap. */
export function drawable(value: number | null): number | null {
  return value !== null && Math.abs(value) <= furthest ? value : null;
}

/** Position of a value between two ends. */
export function scale(
  low: number,
  high: number,
  [from, until]: readonly [number, number],
): (value: number) => number {
  return (value) => from + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (until - from);
}

/** 1, 2 or 5 times a power of ten, at or above `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** An axis of round numbers around the values, within the limits. */
export function axisOf(
  values: readonly number[],
  limits: readonly [number, number] | null,
  locale: string,
): Axis {
  const [low, high] = widened(values, limits);
  const step = niceStep((high - low) / steps);
  const label = labelOf(step, locale);
  const [bottom, top] = limits ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const first = Math.floor(low / step + 1e-6);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-6));
  const ticks: Tick[] = [];
  for (let index = first; index <= last; index++) {
    const at = index * step;
    if (at > bottom - step / 100 && at < top + step / 100) ticks.push({ at, label: label(at) });
  }
  return { low: Math.max(bottom, first * step), high: Math.min(top, last * step), ticks };
}

function widened(
  values: readonly number[],
  limits: readonly [number, number] | null,
): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return limits ?? [0, 1];
  const [bottom, top] = limits ?? [-furthest, furthest];
  const least =
    limits === null ? Math.max(Math.abs(low), Math.abs(high)) * 1e-3 || 1 : (top - bottom) * leastShare;
  const missing = Math.max(0, least - (high - low)) / 2;
  const within = (value: number) => Math.min(top, Math.max(bottom, value));
  const [from, until] = [within(low - missing), within(high + missing)];
  return until - from >= least
    ? [from, until]
    : [Math.min(from, within(until - least)), Math.max(until, within(from + least))];
}

/** As many decimals as the step has; powers of ten where they would be too many digits. */
function labelOf(step: number, locale: string): (value: number) => string {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const plain = new Intl.NumberFormat(locale, {
    useGrouping: false,
    minimumFractionDigits: Math.min(digits, 5),
    maximumFractionDigits: Math.min(digits, 5),
  });
  return (value) => {
    const rounded = Math.round(value / step) * step || 0;
    return Math.abs(rounded) >= 1e6 || (digits > 5 && rounded !== 0)
      ? rounded.toExponential(1)
      : plain.format(rounded);
  };
}
