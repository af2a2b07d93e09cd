// When the digest is told and where: at nine where the service is, unless somebody decided otherwise.
import { createTimeReader } from '../frame/time.ts';
import { zoneOffset } from '../zone.ts';
import type { DigestPlan } from './config-result.ts';
import { type Decisions, type DigestSetting, decisionsOf } from './decisions.ts';
import type { World } from './world.ts';

const day = 86_400_000;
/** When a working day begins: read with the first coffee, and early enough to act on. */
const morning = 9;

export const digestSettings: readonly DigestSetting[] = [
  'digest hour',
  'digest zone',
  'digest channel',
  'digest off',
];

export async function digestPlan(world: World): Promise<DigestPlan> {
  return planIn(world, await decisionsOf(world));
}

export function planIn({ setup, clock }: Pick<World, 'setup' | 'clock'>, decisions: Decisions): DigestPlan {
  const zone = setup?.settings.find(({ name }) => name === 'TIMEZONE')?.value ?? 'UTC';
  const made = digestSettings.flatMap((name) => decisions.of(name) ?? []);
  const newest = made.toSorted((one, other) => other.at - one.at)[0];
  const when = {
    hour: Number(decisions.of('digest hour')?.value ?? morning),
    zone: decisions.of('digest zone')?.value ?? zone,
  };
  const off = decisions.of('digest off')?.value === 'true';
  return {
    ...when,
    off,
    channel: decisions.of('digest channel')?.value ?? null,
    decided: newest === undefined ? null : { by: newest.by, at: newest.at },
    next: off ? null : (timesAround(when, clock.now()).find(({ at }) => at > clock.now())?.at ?? null),
  };
}

type When = Pick<DigestPlan, 'hour' | 'zone'>;

/** The newest time the digest was due at or before `at`, and the day it is named after. */
export function lastDue(when: When, at: number) {
  return timesAround(when, at).findLast((time) => time.at <= at) ?? null;
}

/** The hour on the days around a moment. Where a change of clocks skips it, it is the next one that there is. */
function timesAround({ hour, zone }: When, at: number): { readonly day: string; readonly at: number }[] {
  const read = createTimeReader(zone);
  const here = at + zoneOffset(zone)(at);
  return [-2, -1, 0, 1, 2].map((days) => {
    const date = new Date(here + days * day).toISOString().slice(0, 10);
    return { day: date, at: read(`${date}T${String(hour).padStart(2, '0')}:00`) };
  });
}
