import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenStore } from '../../core/adapters/store/index.ts';
import { steppedClock } from '../../core/adapters/system.ts';
import { inlineCompute } from '../../core/compute/pool.ts';
import { encodeFrame } from '../../core/frame/codec.ts';
import type { Compute } from '../../core/ports.ts';
import { createRegistry } from '../../core/registry.ts';
import { firstState } from '../../core/state.ts';
import type { Store } from '../../core/store.ts';
import { versionOf } from '../contracts/samples.ts';
import { frameOf } from './estimators/frame-of.ts';
import { openTestStore } from './ops/store.ts';

const clock = steppedClock(0);
let open: OpenStore;
let store: Store;
beforeEach(async () => {
  open = await openTestStore(clock);
  ({ store } = open);
  const bytes = encodeFrame(frameOf({ size: [1, 2, 3] }, ['no', 'yes', 'no']));
  const reference = createHash('sha256').update(bytes).digest('hex');
  await store.snapshots.put(reference, bytes);
  for (const version of [1, 2]) await store.models.put(versionOf({ watch: 'shop', version, reference }));
});
afterEach(() => open.close());

async function serve(champion: number | null): Promise<void> {
  const state = (await store.states.read('shop')) ?? (await store.states.create(firstState('shop', 0)));
  await store.states.replace({ ...state, champion });
}

const registryOf = (compute: Compute = inlineCompute) => createRegistry({ store, compute, clock });

describe('the registry', () => {
  it('knows no champion of a watch without one', async () => {
    expect(await registryOf().champion('shop')).toBeNull();
    await expect(registryOf().required('shop')).rejects.toMatchObject({ code: 'no_champion', status: 409 });
  });

  it('remembers the champion for one second, and then looks again', async () => {
    await serve(1);
    const registry = registryOf();
    expect((await registry.champion('shop'))?.version).toBe(1);
    await serve(2);
    clock.advance(999);
    expect((await registry.champion('shop'))?.version).toBe(1);
    clock.advance(1);
    expect((await registry.champion('shop'))?.version).toBe(2);
  });

  it('keeps the reference read last for a minute after it was asked for, and no other', async () => {
    await serve(1);
    const reads: string[] = [];
    const read: Store['snapshots']['read'] = (sha256) => {
      reads.push(sha256);
      return store.snapshots.read(sha256);
    };
    const counting: Store = { ...store, snapshots: { ...store.snapshots, read } };
    const registry = createRegistry({ store: counting, compute: inlineCompute, clock });
    const version = await registry.version('shop', 1);
    const bytes = await registry.reference(version);
    await registry.profile(version);
    clock.advance(60_000);
    await registry.champion('shop');
    expect(await registry.reference(version)).toBe(bytes);
    expect(reads).toEqual([version.reference]);
    clock.advance(60_001);
    await registry.champion('shop');
    expect(await registry.reference(version)).toEqual(bytes);
    expect(reads).toHaveLength(2);
    const missing = { ...version, reference: '0'.repeat(64) };
    for (let turn = 0; turn < 2; turn++)
      await expect(registry.reference(missing)).rejects.toMatchObject({ code: 'not_found' });
    await registry.reference(version);
    expect(reads).toHaveLength(5);
  });

  it('keeps the newest files in memory, and asks again for one that was not there', async () => {
    const reads: string[] = [];
    const counting: Store = {
      ...store,
      snapshots: {
        ...store.snapshots,
        read: (sha256) => {
          reads.push(sha256);
          return store.snapshots.read(sha256);
        },
      },
    };
    const registry = createRegistry({ store: counting, compute: inlineCompute, clock });
    const names = ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(64));
    const [first = ''] = names;
    await expect(registry.file(first)).rejects.toMatchObject({ code: 'not_found' });
    for (const [at, name] of names.entries()) await store.snapshots.put(name, Uint8Array.of(at));
    for (const name of [...names, first]) await registry.file(name);
    expect(reads).toEqual([first, ...names, first]);
    expect([...(await registry.file(first))]).toEqual([0]);
    expect(reads).toHaveLength(7);
  });

  it('looks at once after it was told that the champion moved', async () => {
    await serve(1);
    const registry = registryOf();
    await registry.champion('shop');
    await serve(2);
    registry.forget('shop');
    expect((await registry.required('shop')).version).toBe(2);
  });

  it('finds any version by its number', async () => {
    const registry = registryOf();
    expect((await registry.version('shop', 2)).version).toBe(2);
    expect((await registry.version('shop', 1)).version).toBe(1);
    await expect(registry.version('shop', 3)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('profiles the reference window of a version once, for all who ask', async () => {
    let runs = 0;
    const compute: Compute = {
      ...inlineCompute,
      run: (task, input) => {
        runs++;
        return inlineCompute.run(task, input);
      },
    };
    const registry = registryOf(compute);
    const one = await registry.version('shop', 1);
    const [first, second] = await Promise.all([registry.profile(one), registry.profile(one)]);
    expect(first).toBe(second);
    expect(first.rows).toBe(3);
    await registry.profile(await registry.version('shop', 2));
    expect(runs).toBe(2);
  });

  it('tries again after a profile that failed', async () => {
    let failures = 1;
    const compute: Compute = {
      ...inlineCompute,
      run: (task, input) =>
        failures-- > 0 ? Promise.reject(new Error('no memory')) : inlineCompute.run(task, input),
    };
    const registry = registryOf(compute);
    const one = await registry.version('shop', 1);
    await expect(registry.profile(one)).rejects.toThrow('no memory');
    expect((await registry.profile(one)).rows).toBe(3);
  });
});
