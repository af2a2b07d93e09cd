// What every source must do, whatever its rows come from.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Frame, labelledRows, schemaOf, selectRows } from '../../core/frame/frame.ts';
import type { Batch, Source } from '../../core/ports.ts';
import type { Position } from '../../core/state.ts';

interface Stand {
  /** At least 30 rows ready, 5 of them labelled, of at least two features; nothing arrives during a test. */
  readonly source: Source;
  readonly close?: () => Promise<void>;
}

const everything = 1_000_000;

/** All that is ready, read in steps of `limit` rows. */
async function readAll(source: Source, limit: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  let after: Position = [];
  for (;;) {
    const batch = await source.read({ after, limit, schema: null });
    batches.push(batch);
    if (!batch.more) return batches;
    after = batch.position;
  }
}

function wellFormed(frame: Frame): void {
  expect(frame.ids).toHaveLength(frame.rows);
  expect(frame.times).toHaveLength(frame.rows);
  expect(frame.label.codes).toHaveLength(frame.rows);
  for (const column of frame.columns) {
    expect(column.kind === 'numeric' ? column.values : column.codes).toHaveLength(frame.rows);
    if (column.kind === 'numeric') {
      expect(column.values.every((value) => Number.isFinite(value) || Number.isNaN(value))).toBe(true);
    } else {
      expect(column.codes.every((code) => code >= -1 && code < column.categories.length)).toBe(true);
    }
  }
}

/** Every row as plain values, so that frames with other dictionaries can be compared. */
function rowsOf(frame: Frame): unknown[] {
  const label = frame.label;
  return frame.ids.map((id, row) => ({
    id,
    time: frame.times[row],
    label: label.categories[label.codes[row] ?? -1] ?? null,
    values: frame.columns.map((column) =>
      column.kind === 'numeric' ? column.values[row] : (column.categories[column.codes[row] ?? -1] ?? null),
    ),
  }));
}

/** Runs the suite over sources that `make` makes; each case gets a fresh one. */
export function sourceContract(name: string, make: () => Promise<Stand>): void {
  describe(`${name} keeps the contract of a source`, () => {
    let stand: Stand;
    let source: Source;
    beforeEach(async () => {
      stand = await make();
      ({ source } = stand);
    });
    afterEach(async () => {
      await stand.close?.();
    });

    const whole = () => source.read({ after: [], limit: everything, schema: null });

    it('gives whole frames of finite numbers', async () => {
      const { frame } = await whole();
      expect(frame.rows).toBeGreaterThanOrEqual(30);
      expect(frame.columns.length).toBeGreaterThanOrEqual(2);
      wellFormed(frame);
    });

    it('gives the same rows for the same position', async () => {
      const { position } = await source.read({ after: [], limit: 11, schema: null });
      const first = await source.read({ after: position, limit: 13, schema: null });
      const second = await source.read({ after: position, limit: 13, schema: null });
      expect(rowsOf(second.frame)).toEqual(rowsOf(first.frame));
      expect(second.position).toEqual(first.position);
    });

    it('gives no more rows than the limit, and says when there are more', async () => {
      const { frame } = await whole();
      const batches = await readAll(source, 7);
      const sizes = batches.map((batch) => batch.frame.rows);
      expect(Math.max(...sizes)).toBe(7);
      expect(sizes.slice(0, -1).every((rows) => rows === 7)).toBe(true);
      expect(batches.map((batch) => batch.more)).toEqual(batches.map((_, at) => at < batches.length - 1));
      expect(batches.flatMap((batch) => batch.frame.ids)).toEqual(frame.ids);
    });

    it('advances its position to the end and stays there', async () => {
      const { position, more } = await whole();
      expect(more).toBe(false);
      const after = await source.read({ after: position, limit: 10, schema: null });
      expect(after).toMatchObject({ more: false, position, frame: { rows: 0 } });
    });

    it('reaches the same end in small steps as in one', async () => {
      const { position } = await whole();
      expect((await readAll(source, 9)).at(-1)?.position).toEqual(position);
    });

    it('gives ids that are not empty, differ, and stay', async () => {
      const { frame } = await whole();
      expect(frame.ids.every((id) => id !== '')).toBe(true);
      expect(new Set(frame.ids).size).toBe(frame.rows);
      expect((await whole()).frame.ids).toEqual(frame.ids);
      const again = await source.recent({
        after: [],
        upTo: (await whole()).position,
        rows: 5,
        labelled: false,
        schema: null,
      });
      expect(again.ids).toEqual(frame.ids.slice(-5));
    });

    it('finds the newest rows, oldest first', async () => {
      const { frame, position } = await whole();
      const recent = await source.recent({
        after: [],
        upTo: position,
        rows: 12,
        labelled: false,
        schema: schemaOf(frame),
      });
      wellFormed(recent);
      expect(rowsOf(recent)).toEqual(rowsOf(frame).slice(-12));
    });

    it('looks no further than the position it is given', async () => {
      const { frame } = await whole();
      const { position } = await source.read({ after: [], limit: 20, schema: null });
      const recent = await source.recent({
        after: [],
        upTo: position,
        rows: 8,
        labelled: false,
        schema: null,
      });
      expect(recent.ids).toEqual(frame.ids.slice(12, 20));
    });

    it('looks no further back than where it is told to stop', async () => {
      const { frame } = await whole();
      const first = await source.read({ after: [], limit: 9, schema: null });
      const second = await source.read({ after: first.position, limit: 11, schema: null });
      const between = { after: first.position, upTo: second.position, labelled: false, schema: null };
      expect((await source.recent({ ...between, rows: 50 })).ids).toEqual(frame.ids.slice(9, 20));
      expect((await source.recent({ ...between, rows: 3 })).ids).toEqual(frame.ids.slice(17, 20));
    });

    it('gives all the recent rows there are when more are asked for', async () => {
      const { frame, position } = await whole();
      const recent = await source.recent({
        after: [],
        upTo: position,
        rows: everything,
        labelled: false,
        schema: null,
      });
      expect(recent.ids).toEqual(frame.ids);
    });

    it('has no recent rows before anything was read', async () => {
      const recent = await source.recent({ after: [], upTo: [], rows: 5, labelled: false, schema: null });
      expect(recent.rows).toBe(0);
    });

    it('finds the newest labelled rows when only those are wanted', async () => {
      const { frame, position } = await whole();
      const labelled = selectRows(frame, labelledRows(frame));
      expect(labelled.rows).toBeGreaterThanOrEqual(5);
      const recent = await source.recent({
        after: [],
        upTo: position,
        rows: 4,
        labelled: true,
        schema: schemaOf(frame),
      });
      expect(rowsOf(recent)).toEqual(rowsOf(labelled).slice(-4));
    });

    it('has exactly the features and classes of a schema, in its order', async () => {
      const { frame } = await whole();
      const plain = schemaOf(frame);
      const schema = {
        features: plain.features.toReversed().slice(0, -1),
        classes: ['none', ...plain.classes],
      };
      const read = await source.read({ after: [], limit: 10, schema });
      expect(schemaShown(read.frame)).toEqual(schema);
      const recent = await source.recent({
        after: [],
        upTo: read.position,
        rows: 10,
        labelled: false,
        schema,
      });
      expect(schemaShown(recent)).toEqual(schema);
      expect(rowsOf(recent)).toEqual(rowsOf(read.frame));
    });

    it('keeps the order of its classes when they are not sorted', async () => {
      const { frame } = await whole();
      const { features, classes } = schemaOf(frame);
      const schema = { features, classes: classes.toReversed() };
      const { frame: again } = await source.read({ after: [], limit: everything, schema });
      expect(again.label.categories).toEqual(schema.classes);
      expect(rowsOf(again)).toEqual(rowsOf(frame));
    });
  });
}

function schemaShown(frame: Frame) {
  return {
    features: frame.columns.map(({ name, kind }) => ({ name, kind })),
    classes: frame.label.categories,
  };
}
