// The worker pool as it is shipped: from the build, with real worker threads.
import { performance } from 'node:perf_hooks';
import { afterAll, describe, expect, it } from 'vitest';
import { inlineCompute, stoppable } from '../../../core/compute/pool.ts';
import { tasks } from '../../../core/compute/tasks.ts';
import { AppError } from '../../../core/errors.ts';
import { snapshotOf } from '../../../core/frame/codec.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { generateRows } from '../../../core/sources/synthetic.ts';
import { fileOf, rowsOf, vectorOf } from '../adapters/onnx/vectors.ts';
import { frameOf } from '../estimators/frame-of.ts';

type Pool = typeof import('../../../core/compute/pool.ts');

const built = new URL('../../../dist/core/compute/pool.js', import.meta.url).href;
const { workerPool }: Pool = await import(built);
const pool = workerPool(1);
afterAll(() => pool.stop());

const options = { inverseL2: 1 };

function fitInput(rows: number) {
  const train = generateRows(3, 1_000_000, rows);
  return { estimator: 'logistic', train, schema: schemaOf(train), options };
}

describe('the worker pool', () => {
  it('gives the same answers as the same work done in place', async () => {
    const input = fitInput(400);
    const model = await pool.run(tasks.fit, input);
    expect(model).toEqual(await inlineCompute.run(tasks.fit, input));
    const snapshot = await pool.run(tasks.snapshot, { rows: input.train });
    const here = snapshotOf(input.train);
    expect(snapshot.sha256).toBe(here.sha256);
    expect(Buffer.compare(snapshot.bytes, here.bytes)).toBe(0);
    const profiling = { reference: snapshot.bytes, model };
    const profile = await pool.run(tasks.profile, profiling);
    expect(profile).toEqual(await inlineCompute.run(tasks.profile, profiling));
    expect(await pool.run(tasks.outOfFold, input)).toEqual(await inlineCompute.run(tasks.outOfFold, input));
  });

  it('asks models of somebody else, and brings their refusals back', async () => {
    const vector = vectorOf('forest-three');
    const [file, rows, { classes }] = [fileOf(vector), rowsOf(vector), vector];
    const plan = await pool.run(tasks.describe, { file, signature: vector.features });
    const asked = { file, plan, classes, rows };
    const { predicted, shares } = await pool.run(tasks.answer, asked);
    expect(Array.from(predicted.codes, (code) => predicted.categories[code])).toEqual(vector.labels);
    expect(shares).toEqual((await inlineCompute.run(tasks.answer, asked)).shares);
    const junk = { file: { sha256: 'junk', bytes: Uint8Array.of(1) }, signature: null };
    await expect(pool.run(tasks.describe, junk)).rejects.toMatchObject({ code: 'bad_data', status: 422 });
  });

  it('cuts its work short when it is stopped, and takes none from then on', async () => {
    const own = workerPool(1);
    const cut = own.run(tasks.fit, fitInput(20_000));
    const ended = Promise.all([own.stop(), own.stop()]);
    const isCut = { code: 'cancelled', by: null };
    await expect(cut).rejects.toMatchObject(isCut);
    await ended;
    await expect(own.run(tasks.fit, fitInput(20))).rejects.toMatchObject(isCut);
  });

  it('ends stoppable work for either reason', async () => {
    const [outer, own] = [new AbortController(), new AbortController()];
    const inside = stoppable(inlineCompute, outer.signal);
    const input = { rows: frameOf({ x: [1] }, ['no']) };
    own.abort(new AppError('bad_data', 'too slow'));
    await expect(inside.run(tasks.snapshot, input, own.signal)).rejects.toThrow('too slow');
    outer.abort(new AppError('cancelled', 'by ada'));
    await expect(inside.run(tasks.snapshot, input)).rejects.toThrow('by ada');
  });

  it('gives large arrays back as shared memory, not as copies', async () => {
    const { train, ...rest } = fitInput(20_000);
    const model = await pool.run(tasks.fit, { ...rest, train });
    const { bytes } = await pool.run(tasks.snapshot, { rows: train });
    const { features, prediction } = await pool.run(tasks.profile, { reference: bytes, model });
    const sorted = [...features, prediction].flatMap((profile) => profile.sorted ?? []);
    expect(sorted.length).toBeGreaterThan(1);
    for (const { buffer } of [bytes, ...sorted]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('carries an expected failure across with its code and its faults', async () => {
    const train = frameOf({ x: [1, 2, 3] }, ['no', 'no', 'no']);
    const input = { estimator: 'logistic', train, schema: schemaOf(train), options };
    const here = await inlineCompute.run(tasks.fit, input).catch((cause: unknown) => cause);
    const there = await pool.run(tasks.fit, input).catch((cause: unknown) => cause);
    expect(there).toMatchObject({ name: 'AppError', code: 'not_enough_data' });
    for (const part of ['message', 'remedy', 'faults', 'status']) {
      expect(there).toHaveProperty(part, Reflect.get(here as object, part));
    }
  });

  it('passes a bug on as what it is, and goes on', async () => {
    const broken = { ...tasks.fit, name: 'nothing of that name' };
    await expect(pool.run(broken, fitInput(60))).rejects.toThrow('no task "nothing of that name"');
    expect(await pool.run(tasks.fit, fitInput(60))).toMatchObject({ estimator: 'logistic' });
  });

  it('leaves the event loop free while it fits', async () => {
    const input = fitInput(20_000);
    const beats: number[] = [];
    const heart = setInterval(() => beats.push(performance.now()), 5);
    const begun = performance.now();
    await Promise.all([pool.run(tasks.outOfFold, input), pool.run(tasks.outOfFold, input)]);
    const seconds = (performance.now() - begun) / 1_000;
    clearInterval(heart);
    const pauses = beats.slice(1).map((beat, at) => beat - (beats[at] ?? beat));
    expect(beats.length).toBeGreaterThan(seconds * 10);
    expect(Math.max(...pauses)).toBeLessThan(100);
  });

  it('ends work half way when it is told to, and takes on the next', async () => {
    const stop = new AbortController();
    const long = fitInput(100_000);
    const begun = performance.now();
    const work = pool.run(tasks.outOfFold, long, stop.signal).catch((cause: unknown) => cause);
    setTimeout(() => stop.abort(new AppError('cancelled', 'stopped by bob')), 50);
    expect(await work).toMatchObject({ code: 'cancelled', message: 'stopped by bob' });
    const stopped = performance.now() - begun;
    expect(await pool.run(tasks.fit, fitInput(60))).toMatchObject({ estimator: 'logistic' });
    await pool.run(tasks.outOfFold, long);
    expect(stopped).toBeLessThan((performance.now() - begun) / 2);
  });

  it('does not begin work that was stopped before', async () => {
    const over = AbortSignal.abort(new AppError('cancelled', 'stopped'));
    for (const compute of [pool, inlineCompute])
      await expect(compute.run(tasks.fit, fitInput(60), over)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('can be stopped twice', async () => {
    const other = workerPool(1);
    await other.run(tasks.fit, fitInput(60));
    await other.stop();
    await other.stop();
  });
});
