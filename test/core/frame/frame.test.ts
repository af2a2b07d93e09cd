import { describe, expect, it } from 'vitest';
import {
  concatFrames,
  type Frame,
  labelledRows,
  lastRows,
  recode,
  schemaOf,
  selectRows,
  sliceRows,
} from '../../../core/frame/frame.ts';

function frameWith(ids: string[], colours: (string | null)[], labels: number[]): Frame {
  const categories = [...new Set(colours.filter((colour) => colour !== null))];
  return {
    rows: ids.length,
    columns: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(ids.keys()) },
      {
        kind: 'categorical',
        name: 'colour',
        codes: Int32Array.from(colours, (colour) => (colour === null ? -1 : categories.indexOf(colour))),
        categories,
      },
    ],
    ids,
    times: Float64Array.from(ids, (_, row) => row * 1000),
    label: {
      kind: 'categorical',
      name: 'label',
      codes: Int32Array.from(labels),
      categories: ['b', 'a', 'c'],
    },
  };
}

const colours = (frame: Frame) => {
  const column = frame.columns[1];
  if (column?.kind !== 'categorical') return [];
  return Array.from(column.codes, (code) => column.categories[code] ?? null);
};

const sample = () => frameWith(['p', 'q', 'r', 's'], ['red', 'blue', null, 'red'], [0, -1, 1, 0]);

describe('a frame', () => {
  it('has a schema of its features and of the classes that occur, sorted', () => {
    expect(schemaOf(sample())).toEqual({
      features: [
        { name: 'x', kind: 'numeric' },
        { name: 'colour', kind: 'categorical' },
      ],
      classes: ['a', 'b'],
    });
  });

  it('gives chosen rows in the order they are asked for', () => {
    const chosen = selectRows(sample(), Uint32Array.of(3, 1));
    expect(chosen.ids).toEqual(['s', 'q']);
    expect(colours(chosen)).toEqual(['red', 'blue']);
    expect([...chosen.times]).toEqual([3000, 1000]);
    expect([...chosen.label.codes]).toEqual([0, -1]);
  });

  it('gives a slice without its end', () => {
    const slice = sliceRows(sample(), 1, 3);
    expect(slice).toMatchObject({ rows: 2, ids: ['q', 'r'] });
    expect(colours(slice)).toEqual(['blue', null]);
  });

  it('gives its last rows, or all of them when there are fewer', () => {
    expect(lastRows(sample(), 1).ids).toEqual(['s']);
    expect(lastRows(sample(), 9).ids).toEqual(['p', 'q', 'r', 's']);
  });

  it('knows which rows are labelled', () => {
    expect([...labelledRows(sample())]).toEqual([0, 2, 3]);
  });

  it('joins another frame and unites the categories', () => {
    const both = concatFrames(sample(), frameWith(['t', 'u'], ['green', 'red'], [2, -1]));
    expect(both.rows).toBe(6);
    expect(both.ids).toEqual(['p', 'q', 'r', 's', 't', 'u']);
    expect(colours(both)).toEqual(['red', 'blue', null, 'red', 'green', 'red']);
    expect([...both.label.codes]).toEqual([0, -1, 1, 0, 2, -1]);
  });

  it('keeps the probabilities of every class with their rows', () => {
    const shares = [Float64Array.of(0.8, 0.1, 0.3, 0.5), Float64Array.of(0.2, 0.9, 0.7, 0.5)];
    const predicted = { ...sample().label, codes: Int32Array.of(0, 1, 1, 0) };
    const frame: Frame = { ...sample(), answers: { predicted, scores: null, shares } };
    const sharesOf = ({ answers }: Frame) => answers?.shares?.map((share) => [...share]);
    expect(sharesOf(selectRows(frame, Uint32Array.of(3, 1)))).toEqual([
      [0.5, 0.1],
      [0.5, 0.9],
    ]);
    expect(sharesOf(sliceRows(frame, 1, 3))).toEqual([
      [0.1, 0.3],
      [0.9, 0.7],
    ]);
    expect(sharesOf(concatFrames(sliceRows(frame, 3, 4), sliceRows(frame, 0, 1)))).toEqual([
      [0.5, 0.8],
      [0.5, 0.2],
    ]);
  });

  it('joins an empty frame by leaving the other as it is', () => {
    const frame = sample();
    const empty = sliceRows(frame, 0, 0);
    expect(concatFrames(empty, frame)).toBe(frame);
    expect(concatFrames(frame, empty)).toBe(frame);
  });

  describe('of a model served elsewhere', () => {
    const answered = (said: (string | null)[], scores: number[] | null): Frame => {
      const categories = [...new Set(said.filter((one) => one !== null))];
      const codes = Int32Array.from(said, (one) => (one === null ? -1 : categories.indexOf(one)));
      return {
        ...frameWith(
          said.map((_, row) => `${row}`),
          said.map(() => null),
          said.map(() => -1),
        ),
        answers: {
          predicted: { kind: 'categorical', name: 'prediction', codes, categories },
          scores: scores && Float64Array.from(scores),
        },
      };
    };
    const said = ({ answers }: Frame) =>
      Array.from(answers?.predicted.codes ?? [], (code) => answers?.predicted.categories[code] ?? null);

    it('keeps what it said beside each row', () => {
      const frame = answered(['no', null, 'yes', 'no'], [0.1, Number.NaN, 0.9, 0.2]);
      const chosen = selectRows(frame, Uint32Array.of(2, 0));
      expect([said(chosen), chosen.answers?.scores]).toEqual([['yes', 'no'], Float64Array.of(0.9, 0.1)]);
      const slice = sliceRows(frame, 1, 3);
      expect([said(slice), slice.answers?.scores]).toEqual([[null, 'yes'], Float64Array.of(Number.NaN, 0.9)]);
    });

    it('joins what it said, and rows without a score have none', () => {
      const both = concatFrames(answered(['yes', 'no'], null), answered(['no', null], [0.2, 0.7]));
      expect(said(both)).toEqual(['yes', 'no', 'no', null]);
      expect(both.answers?.scores).toEqual(Float64Array.of(Number.NaN, Number.NaN, 0.2, 0.7));
      expect(concatFrames(answered(['a'], null), answered(['b'], null)).answers?.scores).toBeNull();
    });

    it('is not joined with rows nobody answered', () => {
      expect(() => concatFrames(sample(), answered(['no'], null))).toThrow('answers');
      expect(() => concatFrames(answered(['no'], null), sample())).toThrow('answers');
    });
  });

  it('refuses to join columns of different kinds', () => {
    const swapped = { ...sample(), columns: sample().columns.toReversed() };
    expect(() => concatFrames(sample(), swapped)).toThrow('differ in column "x"');
  });

  it('recodes to other categories, and what is outside them becomes missing', () => {
    const column = {
      kind: 'categorical' as const,
      name: 'c',
      codes: Int32Array.of(0, 1, -1, 2),
      categories: ['a', 'b', 'c'],
    };
    expect([...recode(column, ['c', 'a']).codes]).toEqual([1, -1, -1, 0]);
  });
});
