// How often the evidence is wrong: simulated weeks without drift. Pure.
import { checksPerWeek, level, watchedFeatures } from './features.ts';
import type { World } from './worlds.ts';

export interface FalseAlarms {
  /** Every crossing of the level; the evidence begins anew after each. */
  readonly crossings: number;
  /** Incidents: crossings while none was open. */
  readonly episodes: number;
  readonly weeks: number;
}

/** Checks with evidence below a quarter of the level after which an incident is over. */
const quietChecks = 30;
/** Seeds of two weeks in a row lie this far apart. */
const stride = 7919;

/** Weeks without drift, each behind a fresh reference. */
export function falseAlarms(world: World, weeks: number, seed: number): FalseAlarms {
  let crossings = 0;
  let episodes = 0;
  for (let week = 0; week < weeks; week += 1) {
    const alarms = alarmsOfWeek(world, seed + stride * week);
    crossings += alarms.crossings;
    episodes += alarms.episodes;
  }
  return { crossings, episodes, weeks };
}

function alarmsOfWeek(world: World, seed: number): Omit<FalseAlarms, 'weeks'> {
  const watched = watchedFeatures(world, seed);
  let crossings = 0;
  let episodes = 0;
  let quiet = quietChecks;
  for (let check = 0; check < checksPerWeek; check += 1) {
    const evidence = watched.check(0);
    if (evidence < level) {
      // An incident that is over stays over until the next crossing.
      if (quiet < quietChecks) quiet = evidence < level / 4 ? quiet + 1 : 0;
      continue;
    }
    crossings += 1;
    if (quiet === quietChecks) episodes += 1;
    quiet = 0;
    watched.reset();
  }
  return { crossings, episodes };
}
