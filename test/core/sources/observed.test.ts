import { describe, expect, it } from 'vitest';
import { steppedClock } from '../../../core/adapters/system.ts';
import type { Schema } from '../../../core/frame/frame.ts';
import { labelledRows } from '../../../core/frame/frame.ts';
import type { ForeignRow, OwnRow } from '../../../core/observation.ts';
import { observedSource } from '../../../core/sources/observed.ts';
import { versionOf } from '../../contracts/samples.ts';
import { sourceContract } from '../../contracts/source.ts';
import { openTestStore } from '../ops/store.ts';

const start = Date.UTC(2026, 0, 5, 9);
const schema: Schema = {
  features: [
    { name: 'size', kind: 'numeric' },
    { name: 'colour', kind: 'categorical' },
    { name: 'weight', kind: 'numeric' },
  ],
  classes: ['no', 'yes'],
};

async function open(external = false) {
  const clock = steppedClock(start);
  const { store, close } = await openTestStore(clock);
  const model = { estimator: 'majority', schema, parameters: { shares: [0.5, 0.5] } };
  await store.models.put(versionOf({ watch: 'shop', version: 1, model }));
  const source = observedSource({ watch: 'shop', store, clock, external });
  const add = (rows: readonly Partial<OwnRow>[], settleMs = 10_000) => {
    const at = clock.now();
    const whole = rows.map((row, place) => ({ ...observation(`r${at}-${place}`, at), ...row }));
    clock.advance(settleMs);
    return store.observations.add(whole);
  };
  const label = (id: string, text: string) =>
    store.labels.put('shop', [{ id, label: text, at: clock.now(), expiresAt: clock.now() + 1, by: 'ada' }]);
  const read = (limit = 100) => source.read({ after: [], limit, schema });
  return { clock, store, close, source, add, label, read };
}

function observation(id: string, at: number): OwnRow {
  return {
    id,
    watch: 'shop',
    at,
    storedAt: at,
    expiresAt: at + 30 * 86_400_000,
    features: [1.5, 'red', null],
    version: 1,
    predicted: 'yes',
    probability: 0.75,
    via: 'http',
  };
}

sourceContract('the observed source', async () => {
  const { source, close, add, label } = await open();
  const colours = ['red', 'blue', null];
  await add(
    Array.from({ length: 40 }, (_, at) => ({
      id: `o${at}`,
      features: [at % 7 === 0 ? null : at / 3, colours[at % 3] ?? null, at],
      via: at % 5 === 4 ? 'discord' : 'http',
    })),
  );
  for (let at = 0; at < 40; at += 3) await label(`o${at}`, at % 2 === 0 ? 'yes' : 'no');
  return { source, close };
});

sourceContract('the observed source of a model served elsewhere', async () => {
  const { source, store, clock, close, label } = await open(true);
  const layouts = [await store.layouts.put(['size', 'colour']), await store.layouts.put(['colour', 'size'])];
  const colours = ['red', 'blue', null];
  const at = clock.now();
  await store.observations.add(
    Array.from({ length: 40 }, (_, row): ForeignRow => {
      const values = [row % 7 === 0 ? null : row / 3, colours[row % 3] ?? null];
      return {
        id: `o${row}`,
        watch: 'shop',
        at,
        storedAt: at,
        expiresAt: at + 1,
        layout: layouts[row % 2] ?? '',
        features: row % 2 === 0 ? values : values.toReversed(),
        predicted: row % 5 === 0 ? null : 'yes',
        score: row / 40,
        via: 'http',
      };
    }),
  );
  clock.advance(10_000);
  for (let row = 0; row < 40; row += 3) await label(`o${row}`, row % 2 === 0 ? 'yes' : 'no');
  return { source, close };
});

describe('the observed source of a model served elsewhere', () => {
  const row = (id: string, more: Partial<ForeignRow>): ForeignRow => {
    const times = { at: start, storedAt: start, expiresAt: start + 1 };
    const said = { predicted: 'yes', score: null };
    return { id, watch: 'shop', ...times, layout: '', features: [], ...said, via: 'http', ...more };
  };

  it('puts what was said beside the rows, each silence as one', async () => {
    const { source, store, clock, close } = await open(true);
    const layout = await store.layouts.put(['size']);
    await store.observations.add([
      row('a', { layout, features: [1], predicted: 'yes', score: 0.75 }),
      row('b', { layout, features: [2], predicted: null }),
      row('c', { layout, features: [3], predicted: 'maybe', score: 0.5 }),
    ]);
    clock.advance(10_000);
    const { frame } = await source.read({ after: [], limit: 9, schema });
    expect(frame.answers).toEqual({
      predicted: {
        kind: 'categorical',
        name: 'prediction',
        codes: Int32Array.of(0, -1, 1),
        categories: ['yes', 'maybe'],
      },
      scores: Float64Array.of(0.75, Number.NaN, 0.5),
    });
    expect((await source.read({ after: [], limit: 9, schema: null })).frame.answers?.scores).not.toBeNull();
    await close();
  });

  it('has no scores where none were sent', async () => {
    const { source, store, clock, close } = await open(true);
    await store.observations.add([row('a', { layout: await store.layouts.put(['size']), features: [1] })]);
    clock.advance(10_000);
    expect((await source.read({ after: [], limit: 9, schema })).frame.answers?.scores).toBeNull();
    await close();
  });

  it('takes all the features its rows have named, a number until a text comes', async () => {
    const { source, store, clock, close } = await open(true);
    await store.observations.add([
      row('a', { layout: await store.layouts.put(['size', 'colour']), features: [1, null] }),
      row('b', { layout: await store.layouts.put(['weight', 'colour']), features: [5, 'red'] }),
    ]);
    clock.advance(10_000);
    const { frame } = await source.read({ after: [], limit: 9, schema: null });
    expect(frame.columns).toEqual([
      { kind: 'numeric', name: 'size', values: Float64Array.of(1, Number.NaN) },
      { kind: 'categorical', name: 'colour', codes: Int32Array.of(-1, 0), categories: ['red'] },
      { kind: 'numeric', name: 'weight', values: Float64Array.of(Number.NaN, 5) },
    ]);
    await close();
  });
});

describe('the observed source', () => {
  it('joins rows with the labels that came back for them', async () => {
    const { add, label, read, close } = await open();
    await add([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    await label('b', 'no');
    await label('c', 'yes');
    await label('c', 'no');
    const { frame } = await read();
    expect(frame.ids).toEqual(['a', 'b', 'c']);
    expect([...frame.label.codes]).toEqual([-1, 0, 0]);
    expect([...frame.times]).toEqual([start, start, start]);
    await close();
  });

  it('shows what a row was predicted from, missing values too', async () => {
    const { add, read, close } = await open();
    await add([{ features: [2, 'blue', null] }, { features: [null, null, 7] }]);
    const [size, colour, weight] = (await read()).frame.columns;
    expect(size).toEqual({ kind: 'numeric', name: 'size', values: Float64Array.of(2, Number.NaN) });
    expect(colour).toEqual({
      kind: 'categorical',
      name: 'colour',
      codes: Int32Array.of(0, -1),
      categories: ['blue'],
    });
    expect(weight).toEqual({ kind: 'numeric', name: 'weight', values: Float64Array.of(Number.NaN, 7) });
    await close();
  });

  it('leaves out what was asked in chat, and still fills its batches', async () => {
    const { add, source, read, close } = await open();
    await add(Array.from({ length: 12 }, (_, at) => ({ id: `o${at}`, via: at < 10 ? 'discord' : 'http' })));
    const first = await read(1);
    expect(first.frame.ids).toEqual(['o10']);
    expect(first.more).toBe(true);
    const second = await source.read({ after: first.position, limit: 5, schema });
    expect(second).toMatchObject({ more: false, frame: { ids: ['o11'] } });
    await close();
  });

  it('waits ten seconds for writers that are slower than their neighbours', async () => {
    const { add, read, clock, close } = await open();
    await add([{ id: 'a' }], 0);
    clock.advance(9_999);
    expect((await read()).frame.rows).toBe(0);
    clock.advance(1);
    expect((await read()).frame.ids).toEqual(['a']);
    await close();
  });

  it('takes a label that is none of the classes for none, and says so', async () => {
    const { add, label, read, source, close } = await open();
    await add([{ id: 'a' }, { id: 'b' }]);
    await label('a', 'perhaps');
    await label('b', 'yes');
    const { frame, faults, position } = await read();
    expect([...frame.label.codes]).toEqual([-1, 1]);
    expect(faults).toEqual([{ path: 'a, label', message: "'perhaps' is not a class of the model" }]);
    const recent = { after: [], upTo: position, rows: 10, labelled: true, schema };
    const learned = await source.recent(recent);
    expect(learned.ids).toEqual(['b']);
    expect(labelledRows(learned)).toHaveLength(1);
    await close();
  });

  it('finds the values of rows that versions with other features predicted, by name', async () => {
    const { add, store, read, close } = await open();
    const features = [...schema.features.slice(1).toReversed(), { name: 'age', kind: 'numeric' as const }];
    const model = { estimator: 'majority', schema: { ...schema, features }, parameters: { shares: [1, 0] } };
    await store.models.put(versionOf({ watch: 'shop', version: 2, model }));
    await add([{ features: [1, 'red', 3] }, { features: [33, 'blue', 80], version: 2 }]);
    const [size, colour, weight] = (await read()).frame.columns;
    expect(size?.kind === 'numeric' && [...size.values]).toEqual([1, Number.NaN]);
    expect(colour?.kind === 'categorical' && colour.categories).toEqual(['red', 'blue']);
    expect(weight?.kind === 'numeric' && [...weight.values]).toEqual([3, 33]);
    await close();
  });

  it('has nothing to show before anything was predicted', async () => {
    const { source, close } = await open();
    const nothing = await source.read({ after: [], limit: 10, schema: null });
    expect(nothing).toMatchObject({ more: false, position: [], frame: { rows: 0 } });
    await close();
  });
});
