// /config set, /config reset and /digest set: an admin replaces a setting while the service runs, and takes that back.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { isPolicy, isTimezone, policies } from '../watch.ts';
import type { DigestPlan, SettingResult } from './config-result.ts';
import { type Decisions, decisionsOf, type SettingName } from './decisions.ts';
import { digestPlan, digestSettings } from './digest-plan.ts';
import type { Call } from './operation.ts';
import { requireServedHere, type World, watchOf } from './world.ts';

export const settingNames = ['channel', 'policy', 'operators', 'admins'] as const;
type Name = (typeof settingNames)[number];

const settingRule = `use ${settingNames.join(', ')}`;
const value = z.string('use a text of at most 500 characters').max(500);

export const setConfigInput = z.strictObject({
  setting: z.enum(settingNames, settingRule),
  value,
  watch: z.string().optional(),
  reason: z.string().max(500).optional(),
});

export const resetConfigInput = z.strictObject({
  setting: z.enum(settingNames, settingRule),
  watch: z.string().optional(),
  reason: z.string().max(500).optional(),
});

const hourRule = 'use a whole hour from 0 to 23';
const zoneRule = 'use an IANA time zone such as Europe/Paris';

export const setDigestInput = z
  .strictObject({
    hour: z.int(hourRule).min(0, hourRule).max(23, hourRule).optional(),
    zone: z.string(zoneRule).refine(isTimezone, zoneRule).optional(),
    channel: value.optional(),
    off: z.boolean('use true or false').optional(),
  })
  .refine((input) => Object.values(input).some((given) => given !== undefined), {
    message: 'name what is to change: hour, zone, channel or off',
    path: ['hour'],
  });

/** What the environment has that is replaced; admins come beside its own. */
const inEnvironment: Partial<Record<Name, string>> = {
  channel: 'DISCORD_CHANNEL_ID',
  operators: 'DISCORD_OPERATOR_ROLE_IDS',
};

/** Holds at once and in every process; a restart keeps it. */
export async function setConfig(
  world: World,
  input: z.infer<typeof setConfigInput>,
  { caller }: Call,
): Promise<SettingResult> {
  const { setting, value: text } = input;
  const watch = concerned(world, setting, input.watch);
  const wanted = settingValue(setting, text);
  if (setting === 'channel') await requireChannel(world, wanted);
  const before = holding(world, await decisionsOf(world), { setting, watch });
  await decide(world, [{ name: setting, watch, value: wanted }], caller.name);
  const now = { by: caller.name, at: world.clock.now() };
  return { setting, watch, before: before.now, now: wanted, own: before.own, decided: now };
}

/** What the watches file and the environment say holds again. @throws AppError `conflict` where it does already */
export async function resetConfig(
  world: World,
  input: z.infer<typeof resetConfigInput>,
  { caller }: Call,
): Promise<SettingResult> {
  const { setting } = input;
  const decisions = await decisionsOf(world);
  const watch = concerned(world, setting, input.watch);
  const before = holding(world, decisions, { setting, watch });
  if (decisions.of(setting, watch) === null) throw nothingDecided(setting);
  await decide(world, [{ name: setting, watch, value: null }], caller.name);
  return { setting, watch, before: before.now, now: before.own, own: before.own, decided: null };
}

/** What is left out stays as it is, but that setting a time or a channel turns the digest on. */
export async function setDigest(
  world: World,
  { hour, zone, channel, off }: z.infer<typeof setDigestInput>,
  { caller }: Call,
): Promise<DigestPlan> {
  const wasOff = (await decisionsOf(world)).of('digest off')?.value === 'true';
  const where = channel === undefined ? undefined : settingValue('channel', channel, 'channel');
  if (where !== undefined) await requireChannel(world, where);
  const given = [
    ['digest hour', hour?.toString()],
    ['digest zone', zone],
    ['digest channel', where],
    ['digest off', off?.toString() ?? (wasOff ? 'false' : undefined)],
  ] as const;
  const changes = given.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, watch: null }],
  );
  await decide(world, changes, caller.name);
  return digestPlan(world);
}

/** At the hour and in the place of the environment again. @throws AppError `conflict` where it is already */
export async function resetDigest(world: World, _input: object, { caller }: Call): Promise<DigestPlan> {
  const decisions = await decisionsOf(world);
  const names = digestSettings.filter((name) => decisions.of(name) !== null);
  if (names.length === 0) throw nothingDecided('digest');
  const changes = names.map((name) => ({ name, watch: null, value: null }));
  await decide(world, changes, caller.name);
  return digestPlan(world);
}

interface Change {
  readonly name: SettingName;
  readonly watch: string | null;
  readonly value: string | null;
}

async function decide({ store, clock }: World, changes: readonly Change[], by: string): Promise<void> {
  for (const change of changes) await store.settings.put({ ...change, by, at: clock.now() });
}

const nothingDecided = (setting: string) =>
  new AppError('conflict', `Nobody has replaced "${setting}" here: there is nothing to take back.`, {
    remedy: 'See /config show for what holds and who decided it.',
  });

/** The watch a setting is about; null = the whole service. */
function concerned(world: World, setting: Name, named: string | undefined): string | null {
  if (setting === 'channel') return named === undefined ? null : watchOf(world, named).watch.name;
  if (setting !== 'policy') {
    if (named === undefined) return null;
    throw refused('watch', `"${setting}" is of the whole service: leave the watch out`);
  }
  const watched = watchOf(world, named);
  requireServedHere(watched, { is: 'retrained', remedy: 'It has no policy here: its own service decides.' });
  return watched.watch.name;
}

const refused = (path: string, message: string) =>
  new AppError('invalid_input', `${path}: ${message}`, { faults: [{ path, message }] });

/** The text a person wrote, as it is kept. @throws AppError `invalid_input` naming what may stand there */
export function settingValue(setting: Name, text: string, path = 'value'): string {
  const written = text.trim();
  if (setting === 'policy') {
    if (isPolicy(written)) return written;
    throw refused(path, `use ${policies.join(', ')}`);
  }
  if (setting === 'channel') {
    const id = /^<#(\d{5,25})>$|^(\d{5,25})$/.exec(written);
    if (id === null)
      throw refused(path, 'use a Discord channel: #name in Discord, or its id of 5 to 25 digits');
    return id[1] ?? id[2] ?? '';
  }
  return roleIds(written, path);
}

/** An empty list would leave nobody. */
function roleIds(text: string, path: string): string {
  const written = text.split(/[\s,]+/).filter((part) => part !== '');
  const ids = written
    .map((part) => /^<@&(\d{5,25})>$|^(\d{5,25})$/.exec(part))
    .map((id) => id?.[1] ?? id?.[2]);
  if (ids.length > 0 && ids.every((id) => id !== undefined)) return [...new Set(ids)].join(',');
  throw refused(path, 'use one or more Discord roles: @name in Discord, or ids, separated by commas');
}

/** Asks Discord where this process can. @throws AppError where nothing can be posted */
async function requireChannel({ notifier }: World, channel: string): Promise<void> {
  if (notifier?.name === 'webhook') {
    throw new AppError('unsupported', 'A webhook posts into the channel it was made for.', {
      remedy: 'Make a webhook in the other channel and put its address into DISCORD_WEBHOOK_URL.',
    });
  }
  await notifier?.requireChannel?.(channel);
}

/** What holds, and what the watches file or the environment says. */
function holding(
  world: World,
  decisions: Decisions,
  { setting, watch }: { setting: Name; watch: string | null },
): { now: string | null; own: string | null } {
  const own = ownValue(world, setting, watch) || null;
  return { now: decisions.of(setting, watch)?.value ?? own, own };
}

function ownValue(world: World, setting: Name, watch: string | null): string | null {
  if (watch !== null) {
    const { channel, policy } = watchOf(world, watch).watch;
    return setting === 'policy' ? policy : channel;
  }
  return world.setup?.settings.find(({ name }) => name === inEnvironment[setting])?.value ?? null;
}
