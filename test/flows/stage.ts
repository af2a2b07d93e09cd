// The operations over a real store in a directory of its own, on a clock that is moved by hand. Rows come from a CSV
// file that grows; cards and runs go to doubles that can be away.
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../core/adapters/embedded/index.ts';
import { fileReader } from '../../core/adapters/files/reader.ts';
import { modelFiles } from '../../core/adapters/model-files.ts';
import { createPrometheus } from '../../core/adapters/prometheus.ts';
import { openStore } from '../../core/adapters/store/index.ts';
import { steppedClock, systemRandom } from '../../core/adapters/system.ts';
import { inlineCompute } from '../../core/compute/pool.ts';
import { AppError } from '../../core/errors.ts';
import { createBackground } from '../../core/ops/background.ts';
import { createOps } from '../../core/ops/index.ts';
import { observationBuffer } from '../../core/ops/observations.ts';
import type { Caller, Role } from '../../core/ops/operation.ts';
import type { World } from '../../core/ops/world.ts';
import type { Clock } from '../../core/ports.ts';
import { createRegistry } from '../../core/registry.ts';
import { createReference, createSource } from '../../core/sources/index.ts';
import type { Store } from '../../core/store.ts';
import type { FileSettings, ReferenceSettings, Watch } from '../../core/watch.ts';
import { type Chance, chance } from '../core/evidence/rows.ts';
import { silent } from '../fakes/log.ts';
import { createArchive, createMailbox } from './doubles.ts';

export const start = Date.UTC(2026, 0, 5, 9);
export const minute = 60_000;

export const vigie: Caller = { name: 'vigie', via: 'job', role: 'admin' };

export function callerOf(role: Role, via: Caller['via'] = 'http'): Caller {
  return { name: 'ada', via, role };
}

interface RowKind {
  /** The label follows x (true) or its opposite. */
  readonly turned: boolean;
  readonly labelled: boolean;
  /** Added to y, which means nothing. */
  readonly shift: number;
  /** Instead of what follows from x. */
  readonly label: string | null;
  /** Minutes between two rows; the rows end now. */
  readonly apart: number;
}

function line(random: Chance, row: { id: number; at: number }, kind: RowKind): string {
  const x = random.normal();
  const right = random.uniform() < 0.95;
  const yes = x > 0 === (kind.turned ? !right : right);
  const label = kind.labelled ? (kind.label ?? (yes ? 'yes' : 'no')) : '';
  const at = new Date(row.at).toISOString();
  return `r${row.id},${at},${x.toFixed(4)},${(random.normal() + kind.shift).toFixed(4)},${label}\n`;
}

const watchDefaults = {
  timezone: 'UTC',
  window: 500,
  policy: 'auto',
  mode: 'full',
  threshold: 0.25,
  falseAlarmsPerWeek: 1,
  cadenceMinutes: 2,
  estimator: 'logistic',
  channel: null,
  champion: 'trained',
  positive: null,
  retention: { observations: 30 * 1_440 * minute, labels: 90 * 1_440 * minute },
  store: 'all',
  labelMaturity: 0,
  cycle: null,
} as const;

interface StageOptions {
  readonly watch?: Partial<Watch>;
  /** More watches beside "shop". */
  readonly others?: readonly Watch[];
  /** Text of a reference file of "shop". */
  readonly reference?: string;
  readonly tracked?: boolean;
  readonly notifyNoDrift?: boolean;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(options: StageOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-flow-'));
  const clock = steppedClock(start);
  const embedded = await startEmbedded({ dataDir: join(directory, 'store'), clock });
  const open = await openStore({
    uri: embedded.uri,
    database: 'vigie',
    kind: 'embedded',
    clock,
    log: silent,
  });
  const path = join(directory, 'rows.csv');
  await writeFile(path, 'id,at,x,y,label\n');
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
  const mailbox = createMailbox();
  const archive = createArchive();
  const metrics = createPrometheus(clock);
  const random = chance(1);
  let written = 0;

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
      observations: observationBuffer({ store, log: silent }),
      background: createBackground(clock),
      tracker: options.tracked === true ? archive.tracker : null,
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
    const whole = { turned: false, labelled: true, shift: 0, label: null, apart: 0.04, ...kind };
    const rows = Array.from({ length: count }, (_, row) => {
      const at = clock.now() - (count - 1 - row) * whole.apart * minute;
      return line(random, { id: ++written, at }, whole);
    });
    await appendFile(path, rows.join(''));
  };
  const first = process('first');
  let slot = 0;
  return {
    ...first,
    directory,
    path,
    clock,
    mailbox,
    archive,
    store: open.store,
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
    async close() {
      await open.close();
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function referenceAt(path: string, text: string | undefined): Promise<ReferenceSettings | null> {
  if (text === undefined) return null;
  await writeFile(path, text);
  return { path, time: null, id: null, label: 'label', drop: [] };
}

function watchedOf(watch: Watch, store: Store, clock: Clock) {
  return {
    watch,
    source: createSource(watch, { store, clock, reader: fileReader }),
    reference: createReference(watch, fileReader),
  };
}

/** The AppError a promise rejects with. */
export async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const cause = await promise.then(
    () => new Error('expected a refusal'),
    (error: unknown) => error,
  );
  if (cause instanceof AppError) return cause;
  throw cause;
}
