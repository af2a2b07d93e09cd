// How cards write numbers: rounded sensibly, and never a NaN in front of a person. Pure.

const unknown = 'unknown';
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12345 -> "12,345". */
export function count(value: number): string {
  return Number.isFinite(value) ? grouped.format(value) : unknown;
}

/** "1 row", "2,000 rows". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number in [0, 1] with `digits` decimals. */
export function decimal(value: number | null, digits: number): string {
  return value !== null && Number.isFinite(value) ? unsigned(value.toFixed(digits)) : unknown;
}

/**
 * A score and its threshold with two decimals, or as many (up to four) as it takes to tell them apart:
 * "0.25 of 0.25" would hide on which side of the threshold the score lies.
 */
export function scoreAndThreshold(score: number, threshold: number): readonly [string, string] {
  let digits = 2;
  while (digits < 4 && score !== threshold && score.toFixed(digits) === threshold.toFixed(digits)) digits++;
  return [decimal(score, digits), decimal(threshold, digits)];
}

/** Accuracy, AUC and log-loss carry three decimals. */
export function metric(value: number | null): string {
  return decimal(value, 3);
}

/** A difference of two accuracies in percentage points, signed: "+5.7 points". */
export function points(difference: number): string {
  if (!Number.isFinite(difference)) return unknown;
  const text = unsigned((difference * 100).toFixed(1));
  return `${text.startsWith('-') || text === '0.0' ? '' : '+'}${text} points`;
}

/** A probability or share: 0.8731 -> "87.3 %". Certainty is kept for certainty: 0.9999 -> "99.9 %". */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return unknown;
  const rounded = Math.round(share * 1000) / 10;
  if (rounded === 100 && share < 1) return '99.9 %';
  if (rounded === 0 && share > 0) return '0.1 %';
  return `${rounded.toFixed(1)} %`;
}

/** A p-value or a level: "0.21", "0.031", "2.0e-5", "below 1e-99". */
export function pValue(p: number): string {
  if (!Number.isFinite(p)) return unknown;
  if (p >= 0.1) return p.toFixed(2);
  if (p >= 0.001) return p.toFixed(3);
  return p < 1e-99 ? 'below 1e-99' : p.toExponential(1);
}

/** Milliseconds as a person says them: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "3 days". */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return unknown;
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return twoUnits([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return twoUnits([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
  return `${count(minutes / 1_440)} days`;
}

/** A bar of `width` cells; anything above nothing shows at least one. */
export function bar(share: number, width: number, [full, empty]: readonly [string, string]): string {
  const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const cells = bounded === 0 ? 0 : Math.max(1, Math.round(bounded * width));
  return full.repeat(cells) + empty.repeat(width - cells);
}

function twoUnits(
  [large, largeName]: readonly [number, string],
  [small, smallName]: readonly [number, string],
): string {
  return small === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${small} ${smallName}`;
}

/** "-0.00" is a rounding artefact, not a number. */
function unsigned(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}
