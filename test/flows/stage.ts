// The operations over a real store in a directory of its own, on a clock that is moved by hand. Rows come from a CSV
// file that grows; cards and runs go to doubles that can be away.
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { modelFiles } from '../../core/adapters/model-files.ts';
import { createPrometheus } from '../../core/adapters/prometheus/index.ts';
import { openStore } from '../../core/adapters/store/index.ts';
import { steppedClock, systemRandom } from '../../core/adapters/system.ts';
import { inlineCompute } from '../../core/compute/pool.ts';
import type { RegisteredModels, Trainer } from '../../core/foreign.ts';
import { createBackground } from '../../core/ops/background.ts';
import { createOps } from '../../core/ops/index.ts';
import { observationBuffer } from '../../core/ops/observations.ts';
import type { Person, Role } from '../../core/ops/operation.ts';
import type { World } from '../../core/ops/world.ts';
import { createRegistry } from '../../core/registry.ts';
import type { Store } from '../../core/store.ts';
import type { FileSettings, Watch } from '../../core/watch.ts';
import { chance } from '../core/evidence/rows.ts';
import { silent } from '../fakes/log.ts';
import { type Archived, createArchive, createMailbox, type Delivery } from './doubles.ts';
import { minute, type RowKind, rowDefaults, rowLine, start } from './stage-rows.ts';
import { referenceAt, watchDefaults, watchedOf } from './stage-watch.ts';

export { minute, start } from './stage-rows.ts';

export const vigie: Person = { name: 'vigie', via: 'job', role: 'admin' };

export function callerOf(role: Role, via: Person['via'] = 'http'): Person {
  return { name: 'ada', via, role };
}

interface StageOptions {
  readonly watch?: Partial<Watch>;
  /** More watches beside "shop". */
  readonly others?: readonly Watch[];
  /** Text of a reference file of "shop". */
  readonly reference?: string;
  readonly tracked?: boolean;
  /** MLflow's registry, and what runs training commands. */
  readonly registered?: RegisteredModels;
  readonly trainer?: Trainer;
  readonly notifyNoDrift?: boolean;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** What a stage had come to when it was closed. */
interface Kept {
  readonly options: StageOptions;
  /** The log of the store, and the rows that have arrived. */
  readonly log: Buffer;
  readonly rows: Buffer;
  readonly now: number;
  readonly slot: number;
  readonly written: number;
  readonly deliveries: readonly Delivery[];
  readonly archive: Archived;
}

/** With `kept`, it goes on where another one ended; only its metrics begin anew. */
export async function openStage(options: StageOptions = {}, kept: Kept | null = null) {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-flow-'));
  const clock = steppedClock(kept?.now ?? start);
  const [dataDir, path] = [join(directory, 'store'), join(directory, 'rows.csv')];
  const log = join(dataDir, 'embedded.log');
  await mkdir(dataDir);
  if (kept !== null) await writeFile(log, kept.log);
  await writeFile(path, kept?.rows ?? 'id,at,x,y,label\n');
  const embedded = await startEmbedded({ dataDir, clock });
  const open = await openStore({
    uri: embedded.uri,
    database: 'vigie',
    kind: 'embedded',
    clock,
    log: silent,
  });
  const source: FileSettings = {
    kind: 'file',
    path,
    time: 'at',
    id: 'id',
    label: 'label',
    labels: null,
    drop: [],
  };
  const reference = await referenceAt(join(directory, 'reference.csv'), options.reference);
  const watch: Watch = { ...watchDefaults, name: 'shop', source, reference, ...options.watch };
  const mailbox = createMailbox(kept?.deliveries);
  const archive = createArchive(kept?.archive);
  const metrics = createPrometheus(clock, { version: '0.0.0', node: 'v0' });
  const random = chance(1);
  let written = 0;
  // What the rows that are there already were drawn from is not drawn again.
  while (written < (kept?.written ?? 0)) rowLine(random, { id: ++written, at: start }, rowDefaults);

  /** A process of its own on the same store: its memory knows nothing of the others'. */
  const process = (owner: string, store: Store = open.store, own: Watch = watch) => {
    const world: World = {
      clock,
      random: systemRandom,
      log: silent,
      metrics,
      store,
      compute: inlineCompute,
      files: modelFiles(directory),
      registry: createRegistry({ store, compute: inlineCompute, clock }),
      observations: observationBuffer({ store, log: silent, metrics, clock }),
      background: createBackground(clock),
      tracker: options.tracked === true ? archive.tracker : null,
      ...(options.registered === undefined ? {} : { registered: options.registered }),
      ...(options.trainer === undefined ? {} : { trainer: options.trainer }),
      notifier: mailbox.notifier,
      watches: new Map(
        [own, ...(options.others ?? [])].map((one) => [one.name, watchedOf(one, store, clock)]),
      ),
      notifyNoDrift: options.notifyNoDrift ?? false,
      service: { version: '0.0.0', startedAt: start, roles: ['jobs'] },
      owner,
    };
    return { world, ops: createOps(world) };
  };

  /** Rows that arrive now. */
  const arrive = async (count: number, kind: Partial<RowKind> = {}) => {
    const whole = { ...rowDefaults, ...kind };
    const rows = Array.from({ length: count }, (_, row) => {
      const at = clock.now() - (count - 1 - row) * whole.apart * minute;
      return rowLine(random, { id: ++written, at }, whole);
    });
    await appendFile(path, rows.join(''));
  };
  const first = process('first');
  let slot = kept?.slot ?? 0;
  const shut = async () => {
    await open.close();
    await embedded.stop();
  };
  return {
    ...first,
    directory,
    path,
    clock,
    mailbox,
    archive,
    store: open.store,
    uri: embedded.uri,
    process,
    arrive,
    patrol: () => first.ops.patrol({ watch: 'shop', slot: ++slot }, vigie),
    /** `rounds` times: two minutes pass, 50 rows arrive, the patrol comes by. */
    async rounds(rounds: number, kind: Partial<RowKind> = {}) {
      const results = [];
      for (let round = 0; round < rounds; round++) {
        clock.advance(2 * minute);
        await arrive(50, kind);
        results.push(await first.ops.patrol({ watch: 'shop', slot: ++slot }, vigie));
      }
      return results;
    },
    state: async () => {
      const state = await open.store.states.read('shop');
      if (state === null) throw new Error('the watch has no state yet');
      return state;
    },
    /** The value of a metric's line that begins with `name`; 0 while nothing was counted. */
    async metric(name: string): Promise<number> {
      const { body } = await metrics.render();
      const found = body.split('\n').find((text) => text.startsWith(name));
      return Number(found?.split(' ').at(-1) ?? 0);
    },
    /** Closes it, and says how to go on from here. */
    async keep(): Promise<Kept> {
      await shut();
      const [logged, rows] = [await readFile(log), await readFile(path)];
      await rm(directory, { recursive: true, force: true });
      const { deliveries } = mailbox;
      return { options, log: logged, rows, now: clock.now(), slot, written, deliveries, archive };
    },
    async close() {
      await shut();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export { refusalOf } from '../core/adapters/refusal.ts';

/**
 * The same stages again and again without the way there: what `build` makes of its arguments is made once, and every call
 * goes on from it in a place of its own.
 */
export function again<Args extends readonly unknown[]>(
  build: (...args: Args) => Promise<Stage>,
): (...args: Args) => Promise<Stage> {
  const made = new Map<string, Promise<Kept>>();
  return async (...args) => {
    const key = JSON.stringify(args);
    const kept = made.get(key) ?? build(...args).then((stage) => stage.keep());
    made.set(key, kept);
    return openStage((await kept).options, await kept);
  };
}

/** A watch whose first model has learned from so many rows. */
export const learned = again(async (rows: number, options: StageOptions = {}) => {
  const stage = await openStage(options);
  await stage.arrive(rows);
  await stage.patrol();
  return stage;
});
