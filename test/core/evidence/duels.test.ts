import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../core/frame/frame.ts';
import type { EvidenceState } from '../../../core/state.ts';
import { checked, mixed, profiled } from './rows.ts';

const reference = profiled(mixed(900, 100));
/** Says "wrong" where the champion says "right", of every row. */
const shadow = { model: { ...reference.model, parameters: { shares: [0.1, 0.9] } }, answers: null };

/** Forty rows of ids of their own: thirty of them "right". */
const rows = { ...mixed(30, 10), ids: Array.from({ length: 40 }, (_, row) => `row ${row}`) };
const unlabelled: Frame = { ...rows, label: { ...rows.label, codes: rows.label.codes.map(() => -1) } };
const later = { ...unlabelled, ids: rows.ids.map((id) => `later ${id}`) };

function duels(fresh: Frame, known: { ends?: number[]; context?: Frame; evidence?: EvidenceState } = {}) {
  return checked({ ...reference, fresh, shadow, ...known });
}

describe('the answers of the version before', () => {
  it('are held against those of the champion on labelled rows', () => {
    expect(duels(rows)[0]?.duels).toEqual({ rows: 40, oldOnly: 10, newOnly: 30 });
    expect(duels(unlabelled)[0]?.duels).toEqual({ rows: 0, oldOnly: 0, newOnly: 0 });
  });

  it('are the same however the rows are cut', () => {
    const parts = duels(rows, { ends: [7, 25, 40] }).map((slice) => slice.duels);
    const sum = (key: 'rows' | 'oldOnly' | 'newOnly') =>
      parts.reduce((all, part) => all + (part?.[key] ?? 0), 0);
    expect([sum('rows'), sum('oldOnly'), sum('newOnly')]).toEqual([40, 10, 30]);
  });

  it('count once for a label that comes late', () => {
    const first = duels(unlabelled)[0]?.evidence;
    const second = duels(later, { context: rows, ...(first && { evidence: first }) })[0];
    expect(second?.duels).toEqual({ rows: 40, oldOnly: 10, newOnly: 30 });
    const third = duels(later, { context: rows, ...(second && { evidence: second.evidence }) })[0];
    expect(third?.duels).toEqual({ rows: 0, oldOnly: 0, newOnly: 0 });
  });

  it('are not asked for without a probation', () => {
    expect(checked({ ...reference, fresh: rows })[0]?.duels).toBeNull();
  });
});
