import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { type CellRows, createFrame, createInference } from '../../../core/frame/build.ts';
import { categoryOf, cellsOf } from '../../../core/frame/cells.ts';
import { createFaults, type FaultList } from '../../../core/frame/faults.ts';
import type { Feature } from '../../../core/frame/frame.ts';

/** Rows of columns of raw cells; the column "label" holds the labels. */
function rowsOf(columns: Record<string, string[]>, place = ''): CellRows {
  const size = Object.values(columns)[0]?.length ?? 0;
  return {
    columns: new Map(Object.entries(columns).map(([name, cells]) => [name, cellsOf(cells)])),
    rows: Uint32Array.from({ length: size }, (_, row) => row),
    ids: Array.from({ length: size }, (_, row) => `r${row}`),
    times: new Float64Array(size).fill(Number.NaN),
    labels: columns['label']?.map(categoryOf) ?? Array.from({ length: size }, () => null),
    place,
    known: new Set(Object.keys(columns)),
    first: 0,
  };
}

function inferFeatures(parts: readonly CellRows[], names: readonly string[], faults: FaultList): Feature[] {
  const inference = createInference(names);
  for (const part of parts) inference.add(part);
  return inference.features(faults);
}

interface Shape {
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
}

function buildFrame(part: CellRows, shape: Shape, faults: FaultList) {
  const builder = createFrame({ rows: part.rows.length, ...shape }, faults);
  builder.add(part);
  return builder.frame();
}

const kindsOf = (cells: string[]) => inferFeatures([rowsOf({ x: cells })], ['x'], createFaults())[0]?.kind;

describe('inferFeatures', () => {
  it.each([
    ['numbers', ['1', '-2.5', '3e2'], 'numeric'],
    ['numbers with gaps', ['1', '', 'NaN', 'NA', 'null', 'nan'], 'numeric'],
    ['few distinct whole numbers', ['0', '1', '0', '1'], 'numeric'],
    ['a constant', ['7', '7', '7'], 'numeric'],
    ['infinities, which count as missing', ['1', 'inf', '-Infinity'], 'numeric'],
    ['nothing at all', ['', '', ''], 'numeric'],
    ['no rows', [], 'numeric'],
    ['texts', ['red', 'blue'], 'categorical'],
    ['one text among numbers', ['1', '2', 'abc'], 'categorical'],
    ['booleans', ['True', 'False'], 'categorical'],
  ])('finds the kind of %s', (_, cells, kind) => {
    expect(kindsOf(cells)).toBe(kind);
  });

  it('looks at the chosen rows of all parts, and at no others', () => {
    const first = rowsOf({ x: ['1', 'abc'] });
    const [plain] = inferFeatures([{ ...first, rows: Uint32Array.of(0) }], ['x'], createFaults());
    const [mixed] = inferFeatures([rowsOf({ x: ['1'] }), first], ['x'], createFaults());
    expect([plain?.kind, mixed?.kind]).toEqual(['numeric', 'categorical']);
  });

  it('reports a column of numbers that one stray word turns into categories', () => {
    const cells = [...Array.from({ length: 16 }, (_, row) => String(row)), 'abc', '17'];
    const faults = createFaults();
    inferFeatures([rowsOf({ MedInc: cells })], ['MedInc'], faults);
    expect(faults.list()).toEqual([
      {
        path: 'row 17, column MedInc',
        message: "'abc' is not a number, so the column counts as categories",
      },
    ]);
  });
});

describe('buildFrame', () => {
  const shape = {
    features: [
      { name: 'MedInc', kind: 'numeric' },
      { name: 'colour', kind: 'categorical' },
    ],
    classes: ['0', '1'],
  } as const;

  it('builds numbers, categories, labels', () => {
    const part = rowsOf({
      MedInc: ['1.5', '', '-2'],
      colour: ['red', 'NA', 'red'],
      label: ['1.0', '0', ''],
    });
    const frame = buildFrame(part, shape, createFaults());
    expect(frame).toEqual({
      rows: 3,
      columns: [
        { kind: 'numeric', name: 'MedInc', values: Float64Array.of(1.5, Number.NaN, -2) },
        { kind: 'categorical', name: 'colour', codes: Int32Array.of(0, -1, 0), categories: ['red'] },
      ],
      ids: ['r0', 'r1', 'r2'],
      times: new Float64Array(3).fill(Number.NaN),
      label: { kind: 'categorical', name: 'label', codes: Int32Array.of(1, 0, -1), categories: ['0', '1'] },
    });
  });

  it('takes "1", "1.0" and "1.00" for one class', () => {
    const part = rowsOf({ MedInc: ['1', '1', '1'], colour: ['a', 'a', 'a'], label: ['1', '1.0', '1.00'] });
    expect([...buildFrame(part, shape, createFaults()).label.codes]).toEqual([1, 1, 1]);
  });

  it('puts parts behind one another, with one dictionary, and counts their rows from where they begin', () => {
    const faults = createFaults();
    const builder = createFrame({ rows: 3, ...shape }, faults);
    builder.add(rowsOf({ MedInc: ['1', '2'], colour: ['red', 'blue'], label: ['1', '0'] }, 'a.csv'));
    builder.add({ ...rowsOf({ MedInc: ['x'], colour: ['red'], label: ['1'] }, 'a.csv'), first: 2 });
    expect(builder.frame()).toMatchObject({
      rows: 3,
      columns: [
        { values: Float64Array.of(1, 2, Number.NaN) },
        { codes: Int32Array.of(0, 1, 0), categories: ['red', 'blue'] },
      ],
      ids: ['r0', 'r1', 'r0'],
      label: { codes: Int32Array.of(1, 0, 1) },
    });
    expect(faults.list()).toEqual([{ path: 'a.csv row 3, column MedInc', message: "'x' is not a number" }]);
  });

  it('counts a column that is known but absent from these rows as missing', () => {
    const part = { ...rowsOf({ MedInc: ['1'] }), known: new Set(['MedInc', 'colour']) };
    expect(buildFrame(part, shape, createFaults()).columns[1]).toMatchObject({ codes: Int32Array.of(-1) });
    const numeric = { features: [{ name: 'colour', kind: 'numeric' as const }], classes: [] };
    const [column] = buildFrame(part, numeric, createFaults()).columns;
    expect(column?.kind === 'numeric' && column.values[0]).toBeNaN();
  });

  it('makes a text in a numeric column missing, and a fault that names row and column', () => {
    const cells = Array.from({ length: 20 }, (_, row) => (row === 16 ? 'abc' : '1'));
    const faults = createFaults();
    const frame = buildFrame(rowsOf({ MedInc: cells, colour: cells }), shape, faults);
    const [column] = frame.columns;
    expect(column?.kind === 'numeric' && column.values[16]).toBeNaN();
    expect(faults.list()).toEqual([{ path: 'row 17, column MedInc', message: "'abc' is not a number" }]);
  });

  it('makes an infinite number missing, and a fault', () => {
    const faults = createFaults();
    const part = rowsOf({ MedInc: ['inf', '1', '1e999'], colour: ['a', 'b', 'a'] }, 'a.csv');
    const [column] = buildFrame(part, shape, faults).columns;
    expect(column).toMatchObject({ values: Float64Array.of(Number.NaN, 1, Number.NaN) });
    expect(faults.list()).toEqual([
      { path: 'a.csv row 1, column MedInc', message: 'the number is infinite' },
      { path: 'a.csv row 3, column MedInc', message: 'the number is infinite' },
    ]);
  });

  it('shows twenty faults and counts the rest', () => {
    const cells = Array.from({ length: 50 }, () => 'abc');
    const faults = createFaults();
    buildFrame(rowsOf({ MedInc: cells, colour: cells }), shape, faults);
    expect(faults.count).toBe(50);
    expect(faults.list()).toHaveLength(21);
    expect(faults.list().at(-1)?.message).toBe('30 more faults of this kind');
  });

  it('refuses data without a feature, and names it', () => {
    const build = () => buildFrame(rowsOf({ MedInc: ['1'] }, 'a.csv'), shape, createFaults());
    expect(build).toThrow(AppError);
    expect(build).toThrow('a.csv has no column "colour"');
  });

  it('codes labels by the classes it is given, and a label outside them is unknown and a fault', () => {
    const part = rowsOf({ MedInc: ['1', '1', '1'], colour: ['a', 'a', 'a'], label: ['no', 'maybe', 'yes'] });
    const faults = createFaults();
    const frame = buildFrame(part, { ...shape, classes: ['yes', 'no'] }, faults);
    expect([...frame.label.codes]).toEqual([1, -1, 0]);
    expect(faults.list()).toEqual([{ path: 'row 2, label', message: "'maybe' is not a class of the model" }]);
  });

  it('has only categories of the chosen rows', () => {
    const part = { ...rowsOf({ MedInc: ['1', '2'], colour: ['a', 'b'] }), rows: Uint32Array.of(1) };
    const chosen = { ...part, ids: ['r1'], times: Float64Array.of(Number.NaN), labels: [null] };
    expect(buildFrame(chosen, shape, createFaults()).columns[1]).toMatchObject({ categories: ['b'] });
  });
});
