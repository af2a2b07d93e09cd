// What POST /predict and /predict saw, or what POST /observations brought of a model served elsewhere, joined with the
// labels that came back. Rows asked for in chat stay out.

import { AppError, type Fault } from '../errors.ts';
import { createFaults, type FaultList, quoted } from '../frame/faults.ts';
import {
  type Answers,
  type CategoricalColumn,
  type Column,
  type Feature,
  type Frame,
  labelledRows,
  type Schema,
  selectRows,
} from '../frame/frame.ts';
import type { Observation } from '../observation.ts';
import type { Clock, Source } from '../ports.ts';
import type { Position } from '../state.ts';
import type { Store } from '../store.ts';

interface ObservedOptions {
  readonly watch: string;
  readonly store: Pick<Store, 'observations' | 'labels' | 'models' | 'layouts'>;
  readonly clock: Clock;
  /** The model is served elsewhere: frames carry what it said. */
  readonly external: boolean;
}

/** A writer that took its sequence numbers first may store its rows last: rows younger than this are left for later. */
const settleMs = 10_000;

export function observedSource({ watch, store, clock, external }: ObservedOptions): Source {
  const fieldsOf = rowFields(watch, store);
  const frameOf = async (rows: readonly Observation[], schema: Schema | null) => {
    const labels = await store.labels.read(
      watch,
      rows.map((row) => row.id),
    );
    const fields = new Map<string, readonly Field[]>();
    for (const row of rows) if (!fields.has(layoutOf(row))) fields.set(layoutOf(row), await fieldsOf(row));
    const { frame, faults } = build({ rows, labels, fields }, schema);
    return { frame: external ? { ...frame, answers: answersOf(rows) } : frame, faults };
  };
  return {
    kind: 'observed',
    labels: true,
    async read({ after, limit, schema }) {
      const start = sequenceOf(after);
      const settledBy = clock.now() - settleMs;
      // One row more than asked for tells whether there is more.
      const found = await store.observations.after({ watch, after: start, limit: limit + 1, settledBy });
      const taken = found.slice(0, limit);
      const end = taken.at(-1)?.sequence ?? start;
      const { frame, faults } = await frameOf(
        taken.map(({ row }) => row),
        schema,
      );
      const position = end === start ? after : [{ part: 'sequence', rows: end }];
      return { frame, position, more: found.length > limit, faults };
    },
    async recent({ after, upTo, rows, labelled, schema }) {
      const span = { after: sequenceOf(after), upTo: sequenceOf(upTo) };
      const found = await store.observations.recent({ watch, ...span, limit: rows, labelled });
      const { frame } = await frameOf(found, schema);
      // A label that is none of the classes is stored, but it is not known to mean anything.
      return labelled ? selectRows(frame, labelledRows(frame)) : frame;
    },
  };
}

function sequenceOf(position: Position): number {
  return position[0]?.rows ?? 0;
}

/** A feature of a row; its kind is not known where the row came from elsewhere. */
interface Field {
  readonly name: string;
  readonly kind: Feature['kind'] | null;
}

/** Rows with the same layout have their values in the same order. */
function layoutOf(row: Observation): string {
  return 'layout' in row ? row.layout : `version ${row.version}`;
}

function rowFields(watch: string, { models, layouts }: Pick<Store, 'models' | 'layouts'>) {
  const known = new Map<string, readonly Field[]>();
  const read = async (row: Observation): Promise<readonly Field[]> => {
    if ('layout' in row) return (await layouts.read(row.layout)).map((name) => ({ name, kind: null }));
    const model = await models.read(watch, row.version);
    if (model !== null) return model.model.schema.features;
    throw new AppError('not_found', `Watch "${watch}" has no version ${row.version}.`);
  };
  return async (row: Observation): Promise<readonly Field[]> => {
    const layout = layoutOf(row);
    const fields = known.get(layout) ?? (await read(row));
    known.set(layout, fields);
    return fields;
  };
}

interface Seen {
  readonly rows: readonly Observation[];
  readonly labels: ReadonlyMap<string, string>;
  /** By layout. */
  readonly fields: ReadonlyMap<string, readonly Field[]>;
}

type Cells = readonly (number | string | null)[];

function build(seen: Seen, schema: Schema | null): { frame: Frame; faults: readonly Fault[] } {
  const { rows, labels } = seen;
  const wanted: readonly Field[] = schema?.features ?? fieldsIn(seen);
  const classes = schema?.classes ?? [...new Set(labels.values())].sort();
  const faults = createFaults();
  const frame = {
    rows: rows.length,
    columns: wanted.map(({ name, kind }) => {
      const cells = cellsOf(seen, name);
      return columnOf({ name, kind: kind ?? kindOf(cells) }, cells);
    }),
    ids: rows.map((row) => row.id),
    times: Float64Array.from(rows, (row) => row.at),
    label: labelOf(seen, classes, faults),
  };
  return { frame, faults: faults.list() };
}

/** Without a schema: the features of the version that predicted the newest row, or all that came from elsewhere. */
function fieldsIn({ rows, fields }: Seen): readonly Field[] {
  const newest = rows.at(-1);
  if (newest === undefined) return [];
  if (!('layout' in newest)) return fields.get(layoutOf(newest)) ?? [];
  const all = [...fields.values()].flat().map(({ name }) => name);
  return [...new Set(all)].map((name) => ({ name, kind: null }));
}

function kindOf(cells: Cells): Feature['kind'] {
  return cells.some((cell) => typeof cell === 'string') ? 'categorical' : 'numeric';
}

function cellsOf({ rows, fields }: Seen, name: string): Cells {
  const places = new Map(
    [...fields].map(([layout, own]) => [layout, own.findIndex((field) => field.name === name)]),
  );
  return rows.map((row) => row.features[places.get(layoutOf(row)) ?? -1] ?? null);
}

function answersOf(rows: readonly Observation[]): Answers {
  const scores = Float64Array.from(rows, (row) => ('layout' in row ? row.score : null) ?? Number.NaN);
  const predicted = rows.map((row) => row.predicted);
  return {
    predicted: categoricalOf('prediction', predicted),
    scores: scores.every(Number.isNaN) ? null : scores,
  };
}

function labelOf({ rows, labels }: Seen, classes: readonly string[], faults: FaultList): CategoricalColumn {
  const position = new Map(classes.map((name, code) => [name, code]));
  const codes = Int32Array.from(rows, ({ id }) => {
    const label = labels.get(id);
    if (label === undefined) return -1;
    const code = position.get(label);
    if (code === undefined)
      faults.add(() => ({ path: `${id}, label`, message: `${quoted(label)} is not a class of the model` }));
    return code ?? -1;
  });
  return { kind: 'categorical', name: 'label', codes, categories: classes };
}

function columnOf({ name, kind }: Feature, cells: Cells): Column {
  if (kind === 'categorical') return categoricalOf(name, cells);
  const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
  return { kind, name, values };
}

function categoricalOf(name: string, cells: Cells): CategoricalColumn {
  const categories: string[] = [];
  const known = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) =>
    cell === null ? -1 : codeOf(String(cell), known, categories),
  );
  return { kind: 'categorical', name, codes, categories };
}

function codeOf(text: string, known: Map<string, number>, categories: string[]): number {
  const code = known.get(text) ?? categories.push(text) - 1;
  known.set(text, code);
  return code;
}
