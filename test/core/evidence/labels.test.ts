import { describe, expect, it } from 'vitest';
import { type Frame, sliceRows } from '../../../core/frame/frame.ts';
import type { EvidenceState } from '../../../core/state.ts';
import { chance, checked, people, profiled, settings } from './rows.ts';

const day = 86_400_000;
const random = chance(9);
const reference = profiled(people(random, 1_000));

/** Rows a minute apart that end at `until`; the first `known` of them are labelled. */
function rowsUntil(until: number, rows: number, known: number): Frame {
  const frame = people(random, rows);
  const codes = frame.label.codes.map((code, row) => (row < known ? code : -1));
  const times = Float64Array.from({ length: rows }, (_, row) => until - (rows - 1 - row) * 60_000);
  return { ...frame, ids: frame.ids.map((id) => `${until}-${id}`), times, label: { ...frame.label, codes } };
}

/** The error signal's place among the bets: its first five numbers are -Infinity until a label counts. */
const errorsCounted = ({ bets }: EvidenceState): boolean => {
  const numbers = new Float32Array(bets.slice().buffer);
  const sizes = reference.plan.signals.map((signal) =>
    'cells' in signal ? signal.cells.memories.length * (1 + signal.cells.shares.length) + 3 : 8,
  );
  const at = reference.plan.signals.findIndex(({ kind }) => kind === 'error');
  const start = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
  return (numbers[start] ?? 0) > Number.NEGATIVE_INFINITY;
};
const hashes = ({ told }: EvidenceState) => new Uint16Array(told.slice().buffer).length;

function evidenceAfter(
  fresh: Frame,
  known: { context?: Frame; evidence?: EvidenceState; maturity?: number } = {},
) {
  const [only] = checked({
    ...reference,
    fresh,
    evidence: known.evidence ?? null,
    context: known.context ?? sliceRows(fresh, 0, 0),
    settings: { ...settings, labelMaturity: known.maturity ?? 0 },
  });
  if (only === undefined) throw new Error('expected a check');
  return only.evidence;
}

describe('labels', () => {
  it('count when they come with their row', () => {
    const state = evidenceAfter(rowsUntil(day, 20, 20));
    expect([errorsCounted(state), hashes(state)]).toEqual([true, 20]);
  });

  it('count once when they come later, and only those that have come', () => {
    const early = rowsUntil(day, 20, 0);
    const first = evidenceAfter(early);
    expect([errorsCounted(first), hashes(first)]).toEqual([false, 0]);
    const late = {
      ...early,
      label: { ...early.label, codes: early.label.codes.map((_, row) => (row < 15 ? 0 : -1)) },
    };
    const second = evidenceAfter(rowsUntil(2 * day, 10, 0), { context: late, evidence: first });
    expect([errorsCounted(second), hashes(second)]).toEqual([true, 15]);
    const third = evidenceAfter(rowsUntil(3 * day, 10, 0), { context: late, evidence: second });
    expect(hashes(third)).toBe(15);
    expect(third.bets).not.toEqual(first.bets);
  });

  it('that came early wait until they are fair: four of five rows, or old enough', () => {
    const some = rowsUntil(day, 20, 5);
    const waiting = evidenceAfter(some, { maturity: 7 * day });
    expect([errorsCounted(waiting), hashes(waiting)]).toEqual([false, 0]);
    const most = evidenceAfter(rowsUntil(day, 20, 16), { maturity: 7 * day });
    expect(hashes(most)).toBe(16);
    const young = evidenceAfter(rowsUntil(7 * day, 10, 0), {
      context: some,
      evidence: waiting,
      maturity: 7 * day,
    });
    expect(hashes(young)).toBe(0);
    const ripe = evidenceAfter(rowsUntil(9 * day, 10, 0), {
      context: some,
      evidence: young,
      maturity: 7 * day,
    });
    expect([errorsCounted(ripe), hashes(ripe)]).toEqual([true, 5]);
  });
});
