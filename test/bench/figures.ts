// The arithmetic of the bench: spreads, ratios of pairs, and whether a row met its targets. Pure.

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What a row promises; every figure but those called least is the largest that still meets it. */
export interface Targets {
  /** Of our own median, in the row's unit. */
  readonly value?: number;
  /** Of ours / the peer's. */
  readonly ratio?: number;
  /** Of the difference from the peer's exact answer. */
  readonly difference?: number;
  /** The smallest of our own median that still meets it. */
  readonly least?: number;
  /** The smallest of ours / the peer's that still meets it. */
  readonly leastRatio?: number;
}

/** One line of the table. */
export interface Row {
  readonly subject: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: Spread;
  /** The first run of a fresh process, before the compiler had seen the code. */
  readonly cold: number | null;
  readonly peer: { readonly name: string; readonly spread: Spread } | null;
  /** Median over the pairs of ours / the peer's. */
  readonly ratio: number | null;
  /** Largest difference of our answer from the exact one; null where there is nothing to compare. */
  readonly difference: number | null;
  readonly targets: Targets;
  readonly note: string;
  /** More figures of the same measurement, by name. */
  readonly also?: Readonly<Record<string, number>>;
}

/** `no peer`: what could be judged was met, and the rest needs a peer that is not here. Empty: nothing was promised. */
export type Verdict = 'met' | 'not met' | 'no peer' | '';

/** Of at least one number; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no measurement to take a median of');
  return (lower + upper) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** A ratio for each pair, then the median: what slows the whole machine for a while slows both sides of a pair. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((own, pair) => own / (theirs[pair] ?? Number.NaN)));
}

export function verdictOf({ ours, ratio, difference, targets }: Row): Verdict {
  const judged: [number | undefined, number | null][] = [
    [targets.value, ours.median],
    [targets.ratio, ratio],
    [targets.difference, difference],
    [negative(targets.least), -ours.median],
    [negative(targets.leastRatio), ratio === null ? null : -ratio],
  ];
  const promised = judged.filter(([target]) => target !== undefined);
  if (promised.length === 0) return '';
  // Written so that NaN misses.
  if (promised.some(([target, found]) => found !== null && !(found <= (target ?? 0)))) return 'not met';
  return promised.some(([, found]) => found === null) ? 'no peer' : 'met';
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

/** A row from measurements in turn. Without a peer `theirs` is empty. */
export function rowOf(
  facts: Pick<Row, 'subject' | 'what' | 'unit'> &
    Partial<Pick<Row, 'cold' | 'difference' | 'targets' | 'note' | 'also'>>,
  ours: readonly number[],
  peer: { readonly name: string; readonly theirs: readonly number[] } | null = null,
): Row {
  const there = peer !== null && peer.theirs.length > 0;
  return {
    cold: null,
    difference: null,
    targets: {},
    note: '',
    ...facts,
    ours: spreadOf(ours),
    peer: there ? { name: peer.name, spread: spreadOf(peer.theirs) } : null,
    ratio: there ? ratioOf(ours, peer.theirs) : null,
  };
}
