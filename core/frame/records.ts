// Rows somebody sends (JSON of a request) to a frame of the champion's schema. Pure.
import { AppError, type Fault } from '../errors.ts';
import { categoryOf } from './cells.ts';
import { createFaults, type FaultList, quoted } from './faults.ts';
import type { Column, Feature, Frame, Schema } from './frame.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * `records` (objects of feature: value) as unlabelled rows. A number goes into a numeric feature; a text, a number or
 * a boolean into a categorical one; null and a feature left out are missing. Ids are "rows[0]", "rows[1]", ...
 * @throws AppError `invalid_input` with the path of every fault (the first 20, then a count), like rows[3].MedInc
 */
export function frameOfRecords(records: readonly unknown[], schema: Schema): Frame {
  const faults = createFaults();
  const rows = records.map((record, at) => rowOf(record, at, faults));
  refuseUnknown(rows, schema, faults);
  const columns = schema.features.map((feature) => columnOf(rows, feature, faults));
  if (faults.count > 0) {
    const [first] = faults.list();
    const alone = faults.count === 1 && first !== undefined;
    const message = alone
      ? `${first.path} ${first.message}`
      : `${faults.count} of the values given cannot be used`;
    throw new AppError('invalid_input', message, {
      remedy: `The features are ${schema.features.map(({ name, kind }) => `${name} (${kind})`).join(', ')}.`,
      faults: faults.list(),
    });
  }
  const nothing = new Int32Array(rows.length).fill(-1);
  return {
    rows: rows.length,
    columns,
    ids: rows.map((_, at) => `rows[${at}]`),
    times: new Float64Array(rows.length).fill(Number.NaN),
    label: { kind: 'categorical', name: 'label', codes: nothing, categories: schema.classes },
  };
}

function rowOf(record: unknown, at: number, faults: FaultList): Row {
  if (typeof record === 'object' && record !== null && !Array.isArray(record)) return { ...record };
  faults.add(() => ({ path: `rows[${at}]`, message: 'is not an object of features and values' }));
  return {};
}

function refuseUnknown(rows: readonly Row[], schema: Schema, faults: FaultList): void {
  const known = new Set(schema.features.map(({ name }) => name));
  rows.forEach((row, at) => {
    for (const name of Object.keys(row)) {
      if (known.has(name)) continue;
      faults.add(() => ({ path: `rows[${at}].${name}`, message: 'is not a feature of the model' }));
    }
  });
}

function columnOf(rows: readonly Row[], { name, kind }: Feature, faults: FaultList): Column {
  const given = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
  if (kind === 'numeric') {
    const values = given.map((value, at) => numericValue(value, () => fault(at, name, value, kind), faults));
    return { kind, name, values: Float64Array.from(values) };
  }
  const categories = given.map((value, at) => category(value, () => fault(at, name, value, kind), faults));
  const position = new Map(
    [...new Set(categories)].filter((one) => one !== null).map((one, at) => [one, at]),
  );
  const codes = categories.map((one) => (one === null ? -1 : (position.get(one) ?? -1)));
  return { kind, name, codes: Int32Array.from(codes), categories: [...position.keys()] };
}

function numericValue(value: unknown, make: () => Fault, faults: FaultList): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  faults.add(make);
  return Number.NaN;
}

function category(value: unknown, make: () => Fault, faults: FaultList): string | null {
  if (value === null || value === undefined) return null;
  const finite = typeof value !== 'number' || Number.isFinite(value);
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && finite)) {
    return categoryOf(String(value));
  }
  faults.add(make);
  return null;
}

function fault(at: number, name: string, value: unknown, kind: Feature['kind']): Fault {
  const path = `rows[${at}].${name}`;
  if (typeof value === 'number') return { path, message: 'the number is infinite' };
  const shown = typeof value === 'string' ? quoted(value) : `a value of type ${typeOf(value)}`;
  return { path, message: `${shown} is not a ${kind === 'numeric' ? 'number' : 'text, number or boolean'}` };
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
