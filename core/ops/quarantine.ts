// /quarantine: which rows are held back and why, and what a person decides about them.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { closeByHand } from '../evidence/attended.ts';
import { openIncident } from '../evidence/monitor.ts';
import { decidedOn, lastingIn, quarantinePending, type Said } from '../evidence/quarantine.ts';
import type { Quarantine } from '../quarantine.ts';
import type { WatchState } from '../state.ts';
import { expected } from './expected.ts';
import { batchesOf } from './held.ts';
import type { Call } from './operation.ts';
import type { BatchInfo, QuarantineDecision, QuarantineResult } from './quarantine-result.ts';
import { incidentNews, withPending } from './told.ts';
import { replaced, stateOf, type Watched, type World, watchOf } from './world.ts';

export const quarantineInput = z.strictObject({ watch: z.string().optional() });
export const decideInput = z.strictObject({
  watch: z.string().optional(),
  number: z.int().min(1),
  reason: z.string().max(500).optional(),
});

type Input = z.infer<typeof decideInput>;

export async function quarantineList(
  world: World,
  input: z.infer<typeof quarantineInput>,
): Promise<QuarantineResult> {
  const asked = input.watch === undefined ? [...world.watches.values()] : [watchOf(world, input.watch)];
  const watches = asked.map(async ({ watch: { name } }) => {
    const batches = await batchesOf(world, await stateOf(world, name));
    return { watch: name, batches: batches.map(infoOf) };
  });
  return { at: world.clock.now(), watches: await Promise.all(watches) };
}

function infoOf(batch: Quarantine): BatchInfo {
  const { number, origin, reasons, openedAt, from, until, rows, lasting, examples, status, by, at } = batch;
  return { number, origin, reasons, openedAt, from, until, rows, lasting, examples, status, by, at };
}

/**
 * The rows are fine: they may be learned from. Those of the open incident join the reference as well, as after /alerts
 * expected, or the alarm would come back at once.
 * @throws AppError `not_found`; `conflict` where somebody has decided already; as `expected`
 */
export async function release(world: World, input: Input, call: Call): Promise<QuarantineDecision> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const state = await stateOf(world, name);
  const batch = await undecided(world, state, input.number);
  const open = openIncident(state);
  if (!batch.lasting || open === null) return decide(world, watched, { input, call, status: 'released' });
  const { reason } = input;
  const asked = { watch: name, incident: open.number, ...(reason === undefined ? {} : { reason }) };
  await expected(world, asked, call);
  return decisionOf(world, name, input.number);
}

/** They are never learned from; with those of the open incident that is closed. @throws as release */
export async function discard(world: World, input: Input, call: Call): Promise<QuarantineDecision> {
  return decide(world, watchOf(world, input.watch), { input, call, status: 'discarded' });
}

interface Decision {
  readonly input: Input;
  readonly call: Call;
  readonly status: Said['status'];
}

/** How often a decision is made anew when somebody else was faster. */
const attempts = 20;

/** Decided on what the state that is replaced says, so that of two people one is told what the other did. */
async function decide(world: World, watched: Watched, decision: Decision): Promise<QuarantineDecision> {
  const { name } = watched.watch;
  const { number } = decision.input;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const state = await stateOf(world, name);
    const batch = await undecided(world, state, number);
    const after = afterwards(world, watched, { ...decision, state, batch });
    const landed = await replaced(world, after);
    if (landed !== null) return decisionOf(world, name, number);
  }
  throw new AppError('conflict', `The state of watch "${name}" keeps changing.`);
}

function afterwards(
  world: World,
  watched: Watched,
  { input, call, status, state, batch }: Decision & { state: WatchState; batch: Quarantine },
): WatchState {
  const at = world.clock.now();
  const said = { status, by: call.caller.name, at };
  if (lastingIn(state)?.number !== batch.number)
    return withPending(state, [quarantinePending({ ...batch, ...said, revision: batch.revision + 1 })]);
  const closed = { by: said.by, reason: input.reason ?? null };
  const after = closeByHand(decidedOn(state, said), closed, at);
  return withPending(after, incidentNews(state, after, watched, at));
}

async function undecided(world: World, state: WatchState, number: number): Promise<Quarantine> {
  const batch = await batchIn(world, state, number);
  if (batch.status === 'held') return batch;
  throw new AppError(
    'conflict',
    `Batch ${number} of watch "${state.watch}" was ${batch.status} by ${batch.by ?? 'somebody'} already.`,
    { remedy: `See what is held with /quarantine list watch:${state.watch}.` },
  );
}

async function batchIn(world: World, state: WatchState, number: number): Promise<Quarantine> {
  const found = (await batchesOf(world, state)).find((one) => one.number === number);
  if (found !== undefined) return found;
  throw new AppError('not_found', `Watch "${state.watch}" holds no batch ${number} in quarantine.`, {
    remedy: `See what is held with /quarantine list watch:${state.watch}.`,
  });
}

async function decisionOf(world: World, watch: string, number: number): Promise<QuarantineDecision> {
  const state = await stateOf(world, watch);
  return { watch, batch: infoOf(await batchIn(world, state, number)), state: state.monitor };
}

/** Numbers of the batches nobody has decided about, for completion. */
export async function heldBatches(world: World, watch: string | undefined): Promise<readonly number[]> {
  const names = [...world.watches.keys()].filter((name) => watch === undefined || watch === name);
  const all = await Promise.all(names.map(async (name) => batchesOf(world, await stateOf(world, name))));
  return all.flat().flatMap(({ status, number }) => (status === 'held' ? [number] : []));
}
