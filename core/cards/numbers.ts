// How cards write numbers: rounded sensibly, in the language of the card, and never a NaN in front of a person. Pure.

/** What languages write differently. */
interface Style {
  /** 12345 in groups of three. */
  readonly grouped: (value: number) => string;
  readonly decimalMark: string;
  /** Between a number and "%". */
  readonly gap: string;
  /** The number takes the singular. */
  readonly isOne: (value: number) => boolean;
  readonly unknown: string;
  readonly points: string;
  readonly days: string;
  /** Before a bound that a number stays under. */
  readonly below: string;
}

export interface Numbers {
  /** 12345 -> "12,345". */
  count(value: number): string;
  /** "1 row", "2,000 rows". */
  counted(value: number, one: string, many?: string): string;
  /** The word alone, in the number that the value asks for. */
  form(value: number, one: string, many?: string): string;
  /** A number in [0, 1] with `digits` decimals. */
  decimal(value: number | null, digits: number): string;
  /** The same with its sign: "+0.40"; nothing before zero. */
  signed(value: number, digits: number): string;
  /** A number as a report holds it, "41.20" or "31 %", in the marks of the language; other text as it is. */
  written(text: string): string;
  /**
   * A score and its threshold with two decimals, or as many (up to four) as it takes to tell them apart:
   * "0.25 of 0.25" would hide on which side of the threshold the score lies.
   */
  scoreAndThreshold(score: number, threshold: number): readonly [string, string];
  /** Accuracy, AUC and log-loss carry three decimals. */
  metric(value: number | null): string;
  /** A difference of two accuracies in percentage points, signed: "+5.7 points". */
  points(difference: number): string;
  /** A probability or share: 0.8731 -> "87.3 %". Certainty is kept for certainty: 0.9999 -> "99.9 %". */
  percent(share: number): string;
  /** A share cut to whole per cent: 0.999 -> "99 %". */
  wholePercent(share: number): string;
  /** A p-value or a level: "0.21", "0.031", "2.0e-5", "below 1e-99". */
  pValue(p: number): string;
  /** Milliseconds as a person says them: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "3 days". */
  duration(ms: number): string;
}

export function numbersOf(style: Style): Numbers {
  const { grouped, decimalMark, gap, isOne, unknown } = style;
  const marked = (text: string) => text.replace('.', decimalMark);
  const count = (value: number) => (Number.isFinite(value) ? grouped(value) : unknown);
  const form = (value: number, one: string, many = `${one}s`) => (isOne(value) ? one : many);
  const decimal = (value: number | null, digits: number) =>
    value !== null && Number.isFinite(value) ? marked(unsigned(value.toFixed(digits))) : unknown;
  return {
    count,
    form,
    counted: (value, one, many) => `${count(value)} ${form(value, one, many)}`,
    decimal,
    signed: (value, digits) => `${isAboveZero(value, digits) ? '+' : ''}${decimal(value, digits)}`,
    written: (text) =>
      text === 'unknown'
        ? unknown
        : text.replace(plainNumber, (_, number: string, percent?: string) =>
            percent === undefined ? marked(number) : `${marked(number)}${gap}%`,
          ),
    scoreAndThreshold(score, threshold) {
      const digits = digitsToTellApart(score, threshold);
      return [decimal(score, digits), decimal(threshold, digits)];
    },
    metric: (value) => decimal(value, 3),
    points(difference) {
      if (!Number.isFinite(difference)) return unknown;
      const sign = isAboveZero(100 * difference, 1) ? '+' : '';
      return `${sign}${decimal(100 * difference, 1)} ${style.points}`;
    },
    percent: (share) => (Number.isFinite(share) ? `${marked(shareInPercent(share))}${gap}%` : unknown),
    wholePercent: (share) => `${Math.floor(100 * share)}${gap}%`,
    pValue(p) {
      if (!Number.isFinite(p)) return unknown;
      return p < 1e-99 ? `${style.below} 1e-99` : marked(shortP(p));
    },
    duration(ms) {
      if (!Number.isFinite(ms)) return unknown;
      const days = Math.round(ms / 60_000) / 1_440;
      return days < 2 ? shortDuration(ms) : `${count(days)} ${style.days}`;
    },
  };
}

/** A bar of `width` cells; anything above nothing shows at least one. */
export function bar(share: number, width: number, [full, empty]: readonly [string, string]): string {
  const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const cells = bounded === 0 ? 0 : Math.max(1, Math.round(bounded * width));
  return full.repeat(cells) + empty.repeat(width - cells);
}

const plainNumber = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)( %)?$/;

function digitsToTellApart(score: number, threshold: number): number {
  let digits = 2;
  while (digits < 4 && score !== threshold && score.toFixed(digits) === threshold.toFixed(digits)) digits++;
  return digits;
}

const isAboveZero = (value: number, digits: number) => Number(value.toFixed(digits)) > 0;

function shareInPercent(share: number): string {
  const rounded = Math.round(share * 1000) / 10;
  if (rounded === 100 && share < 1) return '99.9';
  return rounded === 0 && share > 0 ? '0.1' : rounded.toFixed(1);
}

function shortP(p: number): string {
  if (p >= 0.1) return p.toFixed(2);
  return p >= 0.001 ? p.toFixed(3) : p.toExponential(1);
}

function shortDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return twoUnits([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(seconds / 60);
  return twoUnits([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
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
