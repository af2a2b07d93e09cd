// /status: everything at a glance. /drift: one watch's newest report. Both only read.
import * as z from 'zod';
import { proposalOf } from '../evidence/approval.ts';
import type { JobInfo } from '../ports.ts';
import type { WatchState } from '../state.ts';
import { decisionsOf, withPolicy } from './decisions.ts';
import { planIn } from './digest-plan.ts';
import { refusedExtras } from './extras.ts';
import { prospectOf } from './prospect.ts';
import type { DriftResult, StatusResult, WatchStatus } from './results.ts';
import { ledgerIn } from './told.ts';
import { runStateOf } from './track.ts';
import { trendPoint } from './trend.ts';
import { stateOf, thresholdOf, type Watched, type World, watchOf } from './world.ts';

export const statusInput = z.strictObject({ watch: z.string().optional() });
export const driftInput = z.strictObject({ watch: z.string().optional() });

/** Reports the trend line reaches back. */
const trendLength = 60;

/** Of every watch, or the one that is named; of the service always. @throws AppError `unknown_watch` */
export async function status(world: World, input: z.infer<typeof statusInput>): Promise<StatusResult> {
  const shown = input.watch === undefined ? [...world.watches.values()] : [watchOf(world, input.watch)];
  const { store, clock, service, tracker, notifier, gateway } = world;
  const [jobs, decisions] = await Promise.all([store.jobs(), decisionsOf(world)]);
  const [watches, queued, runs, waiting, dead, cards, refused] = await Promise.all([
    Promise.all(shown.map((watched) => watchStatus(world, withPolicy(watched, decisions), jobs))),
    store.intents.depth(),
    store.intents.trouble(),
    store.outbox.depth(),
    store.outbox.dead(),
    store.outbox.trouble(),
    refusedExtras(world),
  ]);
  return {
    at: clock.now(),
    service: { name: 'vigie', ...service },
    watches,
    jobs,
    storage: { kind: store.kind, ok: true },
    mlflow: { configured: tracker !== null, queued },
    notifications: { notifier: notifier?.name ?? 'none', waiting, dead, refused },
    trouble: { cards, runs },
    gateway: gateway?.health() ?? null,
    nextDigestAt: nextRunOf(jobs, 'digest') === null ? null : planIn(world, decisions).next,
  };
}

const nextRunOf = (jobs: readonly JobInfo[], name: string) =>
  jobs.find((job) => job.name === name)?.nextRunAt ?? null;

async function watchStatus(
  world: World,
  { watch, source }: Watched,
  jobs: readonly JobInfo[],
): Promise<WatchStatus> {
  const state = await stateOf(world, watch.name);
  const version = state.champion === null ? null : await world.registry.version(watch.name, state.champion);
  return {
    watch: watch.name,
    elsewhere: watch.champion === 'external',
    source: source.kind,
    mode: watch.mode,
    policy: watch.policy,
    threshold: thresholdOf(watch, state),
    state: state.monitor,
    champion:
      version === null
        ? null
        : {
            version: version.version,
            trainedAt: version.trainedAt,
            trigger: version.trigger,
            baseline: version.baseline,
            run: await runStateOf(world, version.intent),
          },
    previous: state.previous,
    lastReport: state.lastReport,
    incident: state.incident,
    ...(state.probation == null ? {} : { probation: state.probation }),
    approval: approvalIn(state, world.clock.now()),
    checks: state.checks,
    nextCheckAt: nextRunOf(jobs, `patrol:${watch.name}`),
    silentSince: state.arrivals.silent ? state.arrivals.emptySince : null,
  };
}

function approvalIn(state: WatchState, now: number): WatchStatus['approval'] {
  const proposal = proposalOf(state, now);
  if (proposal === null) return null;
  const { kept = 0, trigger, by, endedAt, approveBy = endedAt } = proposal;
  return { version: kept, trigger, by, since: endedAt, until: approveBy };
}

export async function drift(world: World, input: z.infer<typeof driftInput>): Promise<DriftResult> {
  const watched = watchOf(world, input.watch);
  const { watch } = watched;
  const state = await stateOf(world, watch.name);
  const reports = await world.store.reports.list(watch.name, trendLength);
  const champion = state.champion === null ? null : await world.registry.version(watch.name, state.champion);
  return {
    watch: watch.name,
    elsewhere: watch.champion === 'external',
    state: state.monitor,
    report: state.lastReport,
    incident: state.incident,
    ...(state.probation == null ? {} : { probation: state.probation }),
    ledger: ledgerIn(state, watch, world.clock.now()),
    prospect: champion && (await prospectOf(world, watched, champion)),
    trend: reports.map(trendPoint),
    timezone: watch.timezone,
  };
}
