// The Tracker port over MLflow's REST API: a training step by step, each kept before the next one starts.
import { AppError } from '../../errors.ts';
import type { SwitchIntent, TrainingIntent } from '../../intent.ts';
import type { RunLink } from '../../model.ts';
import type { IntentFacts, IntentItem, Random, Tracker } from '../../ports.ts';
import { linkOf, type MlflowAuth, readPublicBase, readServer } from './address.ts';
import { reconcile } from './aliases.ts';
import { createClient } from './client.ts';
import { type Drain, type Ids, idsOf, type PackageOf, type Step } from './drain.ts';
import { close, filesRefused, missing, stuckTooLong } from './ending.ts';
import { objectOf } from './json.ts';
import { logDay } from './monitor.ts';
import { findVersion, tagSwitch } from './registry.ts';
import { steps } from './steps.ts';
import { readTls, type TlsSettings } from './tls.ts';
import { createTransport, type Meter, metered } from './transport.ts';

interface MlflowOptions {
  /** May hold a path prefix, and a user and password. */
  readonly trackingUri: string;
  /** MLflow's address for a person's browser; empty = links are left out, because a dead one is worse. */
  readonly publicUrl: string;
  readonly experiment: string;
  readonly auth: MlflowAuth;
  readonly tls: TlsSettings;
  readonly packageOf: PackageOf;
  /** Bound of each call. */
  readonly timeoutMs?: number;
}

type Save = (progress: IntentItem['progress']) => Promise<void>;

/** @throws AppError `invalid_config` for an address, a token or a certificate that cannot be used */
export function createMlflowTracker(
  options: MlflowOptions,
  ports: Meter & { readonly random: Random },
): Tracker {
  const { trackingUri, publicUrl, experiment, auth, tls, packageOf, timeoutMs = 5_000 } = options;
  const send = metered(createTransport(readTls(tls), ports.over), ports);
  const server = readServer(trackingUri, auth);
  const client = createClient(server, { ...ports, send, timeoutMs });
  const publicBase = readPublicBase(publicUrl);
  return {
    server: server.base,
    async log(
      { intent, progress }: IntentItem<TrainingIntent>,
      facts: IntentFacts,
      save: Save,
    ): Promise<RunLink> {
      const drain = { client, intent, facts, experiment, packageOf };
      const ids = await carry(drain, progress, { save, now: ports.clock.now });
      return linkOf(publicBase, ids, { watch: intent.watch, against: facts.against });
    },
    async follow({ intent }: IntentItem<SwitchIntent>, facts: IntentFacts): Promise<void> {
      await client.refuseOld();
      const version = await findVersion(client, intent.watch, ['vigie.version', String(intent.version)]);
      if (version !== null) await tagSwitch(client, version, intent);
      await reconcile(client, intent.watch, facts.aliases);
    },
    monitor: (day) => logDay(client, experiment, day),
    async ping(): Promise<void> {
      await client.refuseOld();
      // Not /health, which answers even to callers that every other route refuses.
      const query = { max_results: '1' };
      await client.request({ method: 'GET', path: 'experiments/search', query, read: objectOf });
    },
  };
}

/** From the first step that is not done yet to the last. */
async function carry(
  drain: Drain,
  progress: IntentItem['progress'],
  { save, now }: { save: Save; now: () => number },
): Promise<Ids> {
  const { step: reached = '', ...obtained } = progress;
  let ids = idsOf(obtained);
  let done = reached;
  for (const step of steps.slice(steps.findIndex(({ name }) => name === reached) + 1)) {
    try {
      ids = { ...ids, ...(await step.run(drain, ids)), stuckSince: '' };
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      const stuck = { ...ids, stuckSince: ids.stuckSince || String(now()) };
      if (step.sendsFiles) await save({ ...stuck, step: done });
      throw await concluded(drain, { step, ids: stuck, now: now() }, cause);
    }
    done = step.name;
    await save({ ...ids, step: done });
  }
  return ids;
}

/** What a failure means for the training as a whole; where it is the end, what was begun is closed. */
async function concluded(
  drain: Drain,
  { step, ids, now }: { step: Step; ids: Ids; now: number },
  cause: AppError,
): Promise<AppError> {
  if (ids.runId === '') return cause;
  const known = cause.code === 'not_found' ? await missing(drain, ids) : cause;
  const away = known.code === 'upstream_unavailable';
  if (away && !(step.sendsFiles && stuckTooLong(ids, now))) return known;
  const end = away ? filesRefused(ids, known) : known;
  await close(drain, ids, end);
  return end;
}
