// The incidents of the watches: what is open, and what was.
import * as z from 'zod';
import { openIncident } from '../evidence/monitor.ts';
import type { IncidentsResult } from './results.ts';
import { stateOf, type Watched, type World, watchOf } from './world.ts';

export const incidentsInput = z.strictObject({ watch: z.string().optional() });

export async function incidents(
  world: World,
  input: z.infer<typeof incidentsInput>,
): Promise<IncidentsResult> {
  const asked = input.watch === undefined ? [...world.watches.values()] : [watchOf(world, input.watch)];
  return {
    at: world.clock.now(),
    watches: await Promise.all(asked.map((watched) => incidentsOf(world, watched))),
  };
}

async function incidentsOf(world: World, { watch }: Watched) {
  const { incident, pastIncidents } = await stateOf(world, watch.name);
  return { watch: watch.name, incident, past: pastIncidents };
}

/** Numbers of the open incidents of one watch, or of all, for completion. */
export async function openIncidents(world: World, watch: string | undefined): Promise<readonly number[]> {
  const names = [...world.watches.keys()].filter((name) => watch === undefined || watch === name);
  const open = await Promise.all(names.map(async (name) => openIncident(await stateOf(world, name))));
  return open.flatMap((incident) => (incident === null ? [] : [incident.number]));
}
