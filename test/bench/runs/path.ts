// One whole job in a fresh process: two files to drift statistics and a model. Arguments: reference, current.
import { logistic } from '../../../core/estimators/logistic.ts';
import { type Frame, schemaOf } from '../../../core/frame/frame.ts';
import { sorterFor } from '../../../core/stats/sorter.ts';
import { ownCost } from '../cost.ts';
import { readColumns } from '../csv.ts';
import { five, keep } from '../five.ts';

const [referenceFile = '', currentFile = ''] = process.argv.slice(2);

function frameOf(columns: ReadonlyMap<string, Float64Array>): Frame {
  const label = columns.get('label') ?? new Float64Array();
  return {
    rows: label.length,
    columns: [...columns]
      .filter(([name]) => name !== 'label')
      .map(([name, values]) => ({ kind: 'numeric', name, values })),
    ids: [],
    times: new Float64Array(label.length).fill(Number.NaN),
    label: { kind: 'categorical', name: 'label', codes: Int32Array.from(label), categories: ['0', '1'] },
  };
}

const reference = frameOf(await readColumns(referenceFile));
const current = frameOf(await readColumns(currentFile));
const sorter = sorterFor(current.rows);
const found = reference.columns.map((column, at) => {
  const now = current.columns[at];
  if (column.kind !== 'numeric' || now?.kind !== 'numeric') throw new Error(`${column.name} is not numeric`);
  const { ks, w1 } = five(keep(column.values), now.values, sorter);
  return [ks, w1];
});
const model = logistic.fit(reference, schemaOf(reference), { inverseL2: 1 });
const { predicted } = logistic.score(model, current);
const hits = predicted.reduce((sum, code, row) => sum + (code === current.label.codes[row] ? 1 : 0), 0);
process.stdout.write(JSON.stringify({ found, accuracy: hits / current.rows, ...ownCost() }));
