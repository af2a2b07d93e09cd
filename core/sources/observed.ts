// What POST /predict and /predict saw, joined with the labels that came back. Rows asked for in chat stay out.

import { AppError, type Fault } from '../errors.ts';
import { createFaults, type FaultList, quoted } from '../frame/faults.ts';
import {
  type CategoricalColumn,
  type Column,
  type Feature,
  type Frame,
  labelledRows,
  type Schema,
  selectRows,
} from '../frame/frame.ts';
import type { Clock, Source } from '../ports.ts';
import type { Position } from '../state.ts';
import type { Observation, Store } from '../store.ts';

interface ObservedOptions {
  readonly watch: string;
  readonly store: Pick<Store, 'observations' | 'labels' | 'models'>;
  readonly clock: Clock;
}

/** A writer that took its sequence numbers first may store its rows last: rows younger than this are left for later. */
const settleMs = 10_000;

export function observedSource({ watch, store, clock }: ObservedOptions): Source {
  const featuresOf = versionFeatures(watch, store);
  const frameOf = async (rows: readonly Observation[], schema: Schema | null) => {
    const labels = await store.labels.read(
      watch,
      rows.map((row) => row.id),
    );
    const features = new Map<number, readonly Feature[]>();
    for (const version of new Set(rows.map((row) => row.version)))
      features.set(version, await featuresOf(version));
    return build({ rows, labels, features }, schema);
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

/** The features of the version that predicted a row: its values are in their order. */
function versionFeatures(watch: string, { models }: Pick<Store, 'models'>) {
  const known = new Map<number, readonly Feature[]>();
  return async (version: number): Promise<readonly Feature[]> => {
    const kept = known.get(version);
    if (kept !== undefined) return kept;
    const model = await models.read(watch, version);
    if (model === null) throw new AppError('not_found', `Watch "${watch}" has no version ${version}.`);
    const { features } = model.model.schema;
    known.set(version, features);
    return features;
  };
}

interface Seen {
  readonly rows: readonly Observation[];
  readonly labels: ReadonlyMap<string, string>;
  /** By version. */
  readonly features: ReadonlyMap<number, readonly Feature[]>;
}

/** Without a schema: the features of the newest row, and the classes that occur. */
function build(seen: Seen, schema: Schema | null): { frame: Frame; faults: readonly Fault[] } {
  const { rows, labels, features } = seen;
  const wanted = schema?.features ?? features.get(rows.at(-1)?.version ?? -1) ?? [];
  const classes = schema?.classes ?? [...new Set(labels.values())].sort();
  const faults = createFaults();
  const frame = {
    rows: rows.length,
    columns: wanted.map((feature) => columnOf(feature, cellsOf(seen, feature))),
    ids: rows.map((row) => row.id),
    times: Float64Array.from(rows, (row) => row.at),
    label: labelOf(seen, classes, faults),
  };
  return { frame, faults: faults.list() };
}

function cellsOf({ rows, features }: Seen, { name }: Feature): (number | string | null)[] {
  const places = new Map(
    [...features].map(([version, own]) => [version, own.findIndex((feature) => feature.name === name)]),
  );
  return rows.map((row) => row.features[places.get(row.version) ?? -1] ?? null);
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

function columnOf({ name, kind }: Feature, cells: readonly (number | string | null)[]): Column {
  if (kind === 'numeric') {
    return {
      kind,
      name,
      values: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN)),
    };
  }
  const categories: string[] = [];
  const known = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) =>
    cell === null ? -1 : codeOf(String(cell), known, categories),
  );
  const column: CategoricalColumn = { kind: 'categorical', name, codes, categories };
  return column;
}

function codeOf(text: string, known: Map<string, number>, categories: string[]): number {
  const code = known.get(text) ?? categories.push(text) - 1;
  known.set(text, code);
  return code;
}
