// What POST /predict and /predict saw, joined with the labels that came back. Rows asked for in chat stay out.

import { AppError } from '../errors.ts';
import type { CategoricalColumn, Column, Feature, Frame, Schema } from '../frame/frame.ts';
import type { Clock, Observation, Position, Source, Store } from '../ports.ts';

interface ObservedOptions {
  readonly watch: string;
  readonly store: Pick<Store, 'observations' | 'labels'>;
  readonly clock: Clock;
}

/** A writer that took its sequence numbers first may store its rows last: rows younger than this are left for later. */
const settleMs = 10_000;

export function observedSource({ watch, store, clock }: ObservedOptions): Source {
  const labelled = async (rows: readonly Observation[], schema: Schema | null) => {
    const known = rows.filter((row) => row.via !== 'discord');
    const labels = await store.labels.read(
      watch,
      known.map((row) => row.id),
    );
    return frameOf(known, required(schema), labels);
  };
  return {
    kind: 'observed',
    labels: true,
    async read({ after, limit, schema }) {
      const start = sequenceOf(after);
      const found = await store.observations.after({
        watch,
        after: start,
        limit,
        settledBy: clock.now() - settleMs,
      });
      const end = found.at(-1)?.sequence ?? start;
      const position = end === start ? after : [{ part: 'sequence', rows: end }];
      return {
        frame: await labelled(
          found.map(({ row }) => row),
          schema,
        ),
        position,
        more: found.length === limit,
        faults: [],
      };
    },
    async recent({ after, upTo, rows, labelled: onlyLabelled, schema }) {
      const found = await store.observations.recent({
        watch,
        after: sequenceOf(after),
        upTo: sequenceOf(upTo),
        limit: rows,
        labelled: onlyLabelled,
      });
      return labelled(found, schema);
    },
  };
}

function sequenceOf(position: Position): number {
  return position[0]?.rows ?? 0;
}

function required(schema: Schema | null): Schema {
  if (schema !== null) return schema;
  throw new AppError(
    'no_champion',
    'What this watch sees has no shape before its first champion is trained from the reference file.',
  );
}

function frameOf(rows: readonly Observation[], schema: Schema, labels: ReadonlyMap<string, string>): Frame {
  const classes = new Map(schema.classes.map((name, code) => [name, code]));
  const codes = Int32Array.from(rows, (row) => classes.get(labels.get(row.id) ?? '') ?? -1);
  return {
    rows: rows.length,
    columns: schema.features.map((feature, at) =>
      columnOf(
        feature,
        rows.map((row) => row.features[at] ?? null),
      ),
    ),
    ids: rows.map((row) => row.id),
    times: Float64Array.from(rows, (row) => row.at),
    label: { kind: 'categorical', name: 'label', codes, categories: schema.classes },
  };
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
