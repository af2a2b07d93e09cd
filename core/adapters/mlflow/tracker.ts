// The Tracker port over MLflow's REST API.
// Steps: run -> logged -> finished. Each is repeatable, and what it obtained is kept before the next one starts.

import type { TrainingIntent } from '../../intent.ts';
import type { RunLink } from '../../model.ts';
import type { Clock, IntentFacts, IntentItem, Random, Tracker } from '../../ports.ts';
import { type MlflowAuth, readPublicBase, readServer, runLink } from './address.ts';
import { createClient, type MlflowClient } from './client.ts';
import { batchesOf, milliseconds } from './encode.ts';
import { objectOf } from './json.ts';
import { logDay } from './monitor.ts';
import { ensureExperiment, ensureRun, onRun, trainingSeed } from './run.ts';
import { readTls, type TlsSettings } from './tls.ts';
import { createTransport } from './transport.ts';

interface MlflowOptions {
  /** May hold a path prefix, and a user and password. */
  readonly trackingUri: string;
  /** MLflow's address for a person's browser; empty = links are left out, because a dead one is worse. */
  readonly publicUrl: string;
  readonly experiment: string;
  readonly auth: MlflowAuth;
  readonly tls: TlsSettings;
  /** Bound of each call. */
  readonly timeoutMs?: number;
}

type Progress = Readonly<Record<string, string>>;
type Save = (progress: Progress) => Promise<void>;

const steps = ['run', 'logged', 'finished'] as const;
type Step = (typeof steps)[number];

/** How far a run came; the store keeps it between attempts. */
interface Reached {
  readonly experimentId: string;
  readonly runId: string;
  readonly step: Step;
}

/** @throws AppError `invalid_config` for an address or a token that cannot be used */
export function createMlflowTracker(
  options: MlflowOptions,
  ports: { clock: Clock; random: Random },
): Tracker {
  const { trackingUri, publicUrl, experiment, auth, tls, timeoutMs = 5_000 } = options;
  const send = createTransport(readTls(tls));
  const server = readServer(trackingUri, auth);
  const client = createClient(server, { ...ports, send, timeoutMs });
  const publicBase = readPublicBase(publicUrl);
  return {
    server: server.base,
    async log(
      { intent, progress }: IntentItem<TrainingIntent>,
      _facts: IntentFacts,
      save: Save,
    ): Promise<RunLink> {
      const reached = reachedBefore(progress) ?? (await begin(client, { intent, experiment, save }));
      await complete(client, { intent, reached, save });
      return runLink(publicBase, reached.experimentId, reached.runId);
    },
    async follow(): Promise<void> {},
    monitor: (day) => logDay(client, experiment, day),
    async ping(): Promise<void> {
      await client.refuseOld();
      // Not /health, which answers even to callers that every other route refuses.
      const query = { max_results: '1' };
      await client.request({ method: 'GET', path: 'experiments/search', query, read: objectOf });
    },
  };
}

function reachedBefore({ experimentId, runId, step }: Progress): Reached | null {
  const known = steps.find((name) => name === step);
  if (experimentId === undefined || runId === undefined || known === undefined) return null;
  return { experimentId, runId, step: known };
}

async function begin(
  client: MlflowClient,
  { intent, experiment, save }: { intent: TrainingIntent; experiment: string; save: Save },
): Promise<Reached> {
  await client.refuseOld();
  const found = await ensureExperiment(client, experiment);
  const runId = await ensureRun(client, trainingSeed(intent), found);
  const reached = { experimentId: found.id, runId, step: 'run' } as const;
  await save(reached);
  return reached;
}

/** Carries a run from where it stands to its end. @throws AppError `not_found` when it was deleted meanwhile */
async function complete(
  client: MlflowClient,
  { intent, reached, save }: { intent: TrainingIntent; reached: Reached; save: Save },
): Promise<void> {
  const { runId, step } = reached;
  if (step === 'run') {
    for (const batch of batchesOf(intent))
      await onRun(client, runId, { path: 'runs/log-batch', body: batch });
    await save({ ...reached, step: 'logged' });
  }
  if (step === 'run' || step === 'logged') {
    const end = { status: 'FINISHED', end_time: milliseconds(intent.endedAt) };
    await onRun(client, runId, { path: 'runs/update', body: end });
    await save({ ...reached, step: 'finished' });
  }
}
