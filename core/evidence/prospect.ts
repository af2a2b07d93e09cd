// What a plan can promise: how often it would have alarmed on the champion's own past, and how small a change it can
// prove in a day. Pure.
import type { Learning, Prospect } from '../drift.ts';
import { estimatorOf } from '../estimators/index.ts';
import { type Frame, sliceRows } from '../frame/frame.ts';
import { cellNumbers } from '../stats/cell-numbers.ts';
import { arm } from './arm.ts';
import { gathering } from './gather.ts';
import type { Champion, Terms } from './ground.ts';
import { paceOf } from './pace.ts';
import { type CellSignal, isCells, type Plan } from './plan.ts';
import { type ColumnProfile, predictionColumn, profileOf } from './profile.ts';
import { sliceEnds } from './slices.ts';
import { rowStreams } from './streams.ts';

const dayMs = 86_400_000;
/** Part of the reference that the trial calibrates on; the rest it has not seen. */
const learnedShare = 2 / 3;
/** Rows a trial needs to say anything. */
const leastTrial = 1_500;
/** Rows times signals of a trial: beyond, thousands of columns would take minutes. */
const largestTrial = 20_000_000;
/** Learning a change costs about as much again as proving it, and half as much once more by the calibrated tolerance. */
const delayFactor = 2.5;
const largestShift = 5;
/** Rows of a column that stand for it when it is shifted. */
const sampleRows = 2_000;

interface Made {
  readonly plan: Plan;
  readonly terms: Terms;
}

export function prospectOf(reference: Frame, champion: Champion, made: Made): Prospect {
  return {
    falseAlarmsPerWeek: made.terms.falseAlarmsPerWeek,
    signals: made.plan.signals.length,
    learning: learningIn(made.plan),
    trial: trialOf(reference, champion, made),
    provable: provableIn(reference, champion, made),
  };
}

function learningIn({ signals }: Plan): Prospect['learning'] {
  const counts = new Map<Learning, number>();
  for (const { learning } of signals)
    if (learning !== null) counts.set(learning, (counts.get(learning) ?? 0) + 1);
  return [...counts]
    .map(([because, signals]) => ({ because, signals }))
    .sort((one, other) => other.signals - one.signals);
}

/** A plan made of the first two thirds of the reference, run over the last. */
function trialOf(
  reference: Frame,
  champion: Champion,
  { plan: { signals: all }, terms }: Made,
): Prospect['trial'] {
  if (reference.rows < leastTrial || reference.rows * all.length > largestTrial) return null;
  const split = Math.floor(reference.rows * learnedShare);
  const known = sliceRows(reference, 0, split);
  const rest = sliceRows(reference, split, reference.rows);
  const profile = profileOf(known, champion.model);
  const plan = arm(known, { ...champion, profile }, terms);
  if (plan.signals.every(({ learning }) => learning !== null)) return null;
  const scores = estimatorOf(champion.model).score(champion.model, rest);
  const prediction = predictionColumn(champion.model, rest, scores);
  const streams = rowStreams({ plan, profile, model: champion.model, rows: rest, scores, prediction });
  const run = gathering(plan, null, 0);
  let alarms = 0;
  let start = 0;
  for (const end of sliceEnds(rest, terms.cadenceMinutes)) {
    const own = streams.map(
      (stream) => stream?.subarray(start, end).filter((value) => !Number.isNaN(value)) ?? null,
    );
    run.take({ streams: own, rows: end - start, at: 0, starts: true });
    start = end;
    if (!run.isProof()) continue;
    alarms += 1;
    run.close();
  }
  const { span } = paceOf(rest, terms.cadenceMinutes);
  return { alarms, rows: rest.rows, days: span === null ? null : span / dayMs };
}

/**
 * Of the number that matters most among those that may prove drift: the smallest shift of its mean proven in a day. Numbers of
 * few values (yes and no as 1 and 0) do not shift: they change shares.
 */
function provableIn(
  reference: Frame,
  { profile, model }: Champion,
  { plan, terms }: Made,
): Prospect['provable'] {
  const importance = estimatorOf(model).importance(model);
  const numbers = plan.signals.flatMap((signal) => {
    const at = profile.features.findIndex(({ name }) => name === signal.of);
    const column = profile.features[at];
    if (
      !isCells(signal) ||
      signal.kind !== 'feature' ||
      signal.learning !== null ||
      column?.cells.kind !== 'quantiles'
    )
      return [];
    return [{ signal, column, weight: importance[at] ?? 0 }];
  });
  const [first, ...others] = numbers;
  if (first === undefined) return null;
  const { signal, column } = others.reduce((best, one) => (one.weight > best.weight ? one : best), first);
  const rowsPerDay = paceIn(reference, terms);
  const shift = smallestShift(signal, column, { bar: plan.bar, rows: rowsPerDay });
  return { feature: column.name, rowsPerDay: Math.round(rowsPerDay), shift };
}

function paceIn(reference: Frame, { cadenceMinutes, checksPerWeek }: Terms): number {
  const { rowsPerCheck, span } = paceOf(reference, cadenceMinutes);
  return span !== null && span > 0 ? (reference.rows * dayMs) / span : (rowsPerCheck * checksPerWeek) / 7;
}

/** In standard deviations; null = not even a large one. */
function smallestShift(
  { cells, weight }: CellSignal,
  { sorted, standardDeviation, cells: edges }: ColumnProfile,
  { bar, rows }: { bar: number; rows: number },
): number | null {
  const step = Math.max(1, Math.floor((sorted?.length ?? 0) / sampleRows));
  const sample = (sorted ?? new Float64Array()).filter((_, at) => at % step === 0);
  if (sample.length === 0 || !standardDeviation) return null;
  const needed = (delayFactor * (bar + Math.log(cells.memories.length / weight))) / rows;
  const least = Math.min(...cells.kappas) + needed;
  const proves = (shift: number) => {
    const moved = sample.map((x) => x + shift * standardDeviation);
    return divergence(cellNumbers(edges, { kind: 'numeric', values: moved }), cells.shares) >= least;
  };
  if (!proves(largestShift)) return null;
  let [low, high] = [0, largestShift];
  for (let halving = 0; halving < 10; halving += 1) {
    const middle = (low + high) / 2;
    if (proves(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** KL of the rows' cells from the reference's shares, in nats a row. */
function divergence(numbers: Int32Array, shares: Float64Array): number {
  const counts = new Float64Array(shares.length);
  for (const cell of numbers) counts[cell] = (counts[cell] ?? 0) + 1;
  return counts.reduce((sum, count, cell) => {
    const share = count / numbers.length;
    return share === 0 ? sum : sum + share * Math.log(share / (shares[cell] ?? 1));
  }, 0);
}
