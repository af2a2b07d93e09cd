// /approve and /reject: what a person decides about a challenger that passed the gate under policy approve.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { acceptProposal, declineProposal, proposalOf } from '../evidence/approval.ts';
import { openIncident } from '../evidence/monitor.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { WatchState } from '../state.ts';
import type { Call } from './operation.ts';
import type { DeclineResult, SwitchResult } from './results.ts';
import { switchVersion } from './switched.ts';
import { incidentNews, withPending } from './told.ts';
import { changeState, type Watched, type World, watchOf } from './world.ts';

export const approveInput = z.strictObject({
  watch: z.string().optional(),
  version: z.int().min(1),
  reason: z.string().max(500).optional(),
});

type Input = z.infer<typeof approveInput>;

/**
 * Exactly the version that was judged serves from now on.
 * @throws AppError `conflict` where it does not wait for approval: decided already, judged against another champion, or
 * on rows older than a day
 */
export async function approve(world: World, input: Input, call: Call): Promise<SwitchResult> {
  const watched = watchOf(world, input.watch);
  const { version: to, reason = null } = input;
  let proposal: RetrainOutcome | null = null;
  return switchVersion(world, watched, {
    call,
    how: 'promoted',
    reason,
    versionsIn: (state) => {
      proposal = waitingIn(state, watched, { version: to, at: world.clock.now() });
      return { from: proposal.championBefore, to };
    },
    closes: (state, at) => (proposal === null ? state : acceptProposal(state, proposal, at)),
  });
}

/** The champion serves on; in an incident this counts as a challenger that was kept out. @throws as approve */
export async function reject(world: World, input: Input, { caller }: Call): Promise<DeclineResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const { version } = input;
  const after = await changeState(world, name, (state) => {
    const at = world.clock.now();
    const proposal = waitingIn(state, watched, { version, at });
    const declined = declineProposal(state, proposal, { by: caller.name, at });
    return withPending(declined, incidentNews(state, declined, watched, at));
  });
  return {
    watch: name,
    version,
    champion: after.champion ?? 0,
    incident: openIncident(after)?.number ?? null,
  };
}

/** @throws AppError `conflict` that says why it waits no more, and what to do */
function waitingIn(
  state: WatchState,
  { watch: { name } }: Watched,
  { version, at }: { readonly version: number; readonly at: number },
): RetrainOutcome {
  const waiting = proposalOf(state, at);
  if (waiting?.kept === version) return waiting;
  if (waiting !== null)
    throw new AppError('conflict', `Version ${version} of watch "${name}" does not wait for approval.`, {
      remedy: `Version ${waiting.kept ?? 0} does: /approve watch:${name} version:${waiting.kept ?? 0}.`,
    });
  throw new AppError('conflict', `${whyNot(state, { name, version })}.`, {
    remedy: `Judge a new challenger on newer rows with /retrain watch:${name}; an admin may still /promote a kept version.`,
  });
}

function whyNot(
  state: WatchState,
  { name, version }: { readonly name: string; readonly version: number },
): string {
  const { proposal, champion } = state;
  if (proposal == null || proposal.kept !== version)
    return `Version ${version} of watch "${name}" does not wait for approval: ${howDecided(state, version)}`;
  if (proposal.championBefore !== champion)
    return `Version ${version} of watch "${name}" was judged against v${proposal.championBefore}, which serves no more`;
  return `The approval of version ${version} of watch "${name}" has run out: the rows it was judged on are older than 24 hours`;
}

/** As far as the state knows: an incident names who refused its challenger. */
function howDecided({ champion, incident }: WatchState, version: number): string {
  if (champion === version) return 'it was decided about, and serves';
  const tried = incident?.retrain;
  if (tried?.kept !== version || tried.declinedBy === undefined)
    return 'it was decided about, or its day is over';
  return tried.declinedBy === null
    ? 'nobody approved it in time'
    : `it was decided about: ${tried.declinedBy} refused it`;
}
