import { describe, expect, it } from 'vitest';
import { answer, describe as describeModel, probe } from '../../../../core/adapters/onnx/answer.ts';
import { classesOf } from '../../../../core/adapters/onnx/classes.ts';
import { loadRuntime, mostBytes } from '../../../../core/adapters/onnx/runtime.ts';
import { refusalOf } from '../refusal.ts';
import { fileOf, rowsOf, vectorOf, vectors } from './vectors.ts';

describe('a model of scikit-learn, XGBoost and their converters', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s says what Python says',
    async (_, vector) => {
      const file = fileOf(vector);
      const plan = await describeModel({ file, signature: vector.features });
      expect(plan.features.map(({ name }) => name)).toEqual(vector.features.map(({ name }) => name));
      const rows = rowsOf(vector);
      await probe({ file, plan, rows });
      const known = vector.name === 'logistic-zipmap' ? vector.classes : null;
      const classes = await classesOf({ file, plan, known, rows: rowsOf(vector, true) });
      expect(classes).toEqual(vector.classes);
      const { predicted, shares } = await answer({ file, plan, classes, rows });
      expect(Array.from(predicted.codes, (code) => predicted.categories[code])).toEqual(vector.labels);
      // A ZipMap is a sequence of maps, which no JavaScript runtime reads: labels alone.
      if (vector.name === 'logistic-zipmap') expect(shares).toBeUndefined();
      else
        for (const [at, row] of vector.probabilities.entries())
          for (const [k, share] of row.entries())
            expect(Math.abs((shares?.[k]?.[at] ?? Number.NaN) - share)).toBeLessThan(1e-6);
    },
  );

  it('has no answer for a row it gives NaN for', async () => {
    const vector = vectorOf('logistic-matrix');
    const file = fileOf(vector);
    const plan = await describeModel({ file, signature: vector.features });
    const [first, ...others] = vector.rows;
    const rows = rowsOf(vector);
    const holed = {
      ...rows,
      columns: rows.columns.map((column) =>
        column.kind === 'numeric' && column.name === 'age'
          ? { ...column, values: column.values.map((value, row) => (row === 0 ? Number.NaN : value)) }
          : column,
      ),
    };
    const { predicted, shares } = await answer({ file, plan, classes: vector.classes, rows: holed });
    expect(first).toBeDefined();
    expect(predicted.codes[0]).toBe(-1);
    expect(shares?.map((share) => share[0])).toEqual([Number.NaN, Number.NaN]);
    expect([...predicted.codes.slice(1)].every((code) => code >= 0)).toBe(true);
    expect(others).toHaveLength(5);
    expect((await refusalOf(probe({ file, plan, rows: holed }))).message).toContain('NaN for row 1');
  });

  it('needs to be told its classes where neither labels nor rows tell them', async () => {
    const vector = vectorOf('logistic-matrix');
    const file = fileOf(vector);
    const plan = await describeModel({ file, signature: vector.features });
    const dumb = { ...plan, output: { ...plan.output, label: null } };
    const refusal = await refusalOf(classesOf({ file, plan: dumb, known: null, rows: rowsOf(vector) }));
    expect(refusal.remedy).toContain('"classes"');
    expect(await classesOf({ file, plan: dumb, known: null, rows: rowsOf(vector, true) })).toEqual([
      'no',
      'yes',
    ]);
    expect(await classesOf({ file, plan: dumb, known: ['a', 'b'], rows: rowsOf(vector) })).toEqual([
      'a',
      'b',
    ]);
    const wrong = await refusalOf(classesOf({ file, plan, known: ['a'], rows: rowsOf(vector) }));
    expect(wrong.message).toContain('2 probabilities a row, but 1 classes');
  });

  it('numbers its classes from 0 where its labels are such numbers', async () => {
    const vector = vectorOf('forest-three');
    const file = fileOf(vector);
    const plan = await describeModel({ file, signature: vector.features });
    const one = { ...vector, rows: vector.rows.slice(0, 1), labels: vector.labels.slice(0, 1) };
    expect(await classesOf({ file, plan, known: null, rows: rowsOf(one) })).toEqual(['0', '1', '2']);
  });
});

describe('what cannot be served is refused with what to do', () => {
  it.each([
    ['no signature', null, 'infer_signature'],
    ['another number of columns', [{ name: 'age', type: 'double' }], 'signature of the data'],
    [
      'texts for a matrix',
      ['age', 'tenure', 'plan'].map((name) => ({ name, type: 'string' })),
      'one input a column',
    ],
    ['a type nobody gives', [{ name: 'age', type: 'datetime' }], 'numbers and texts'],
  ])('%s', async (_, signature, remedy) => {
    const file = fileOf(vectorOf('logistic-matrix'));
    const refusal = await refusalOf(describeModel({ file, signature }));
    expect([refusal.code, refusal.remedy]).toEqual(['bad_data', expect.stringContaining(remedy)]);
  });

  it('a signature of other columns than the inputs', async () => {
    const file = fileOf(vectorOf('logistic-columns'));
    const refusal = await refusalOf(describeModel({ file, signature: [{ name: 'city', type: 'string' }] }));
    expect(refusal.message).toContain('inputs are age, tenure, spend, plan');
  });

  it('bytes that are no model, and more of them than a worker may hold', async () => {
    const junk = { sha256: 'junk', bytes: Uint8Array.of(1, 2, 3) };
    expect((await refusalOf(describeModel({ file: junk, signature: null }))).code).toBe('bad_data');
    const large = { sha256: 'large', bytes: new Uint8Array(mostBytes + 1) };
    expect((await refusalOf(describeModel({ file: large, signature: null }))).code).toBe('too_large');
  });

  it('without the optional package the command that installs it is named', async () => {
    const missing = await refusalOf(
      loadRuntime(async () => Promise.reject(new Error('Cannot find package'))),
    );
    expect([missing.code, missing.remedy]).toEqual([
      'invalid_config',
      'Install it with: npm install onnxruntime-node',
    ]);
  });
});
