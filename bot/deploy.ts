// The slash commands, told to Discord: where they are the same as the last time, not again.
import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import { explained, Refusal } from './refusal.ts';
import { type Access, type Call, createRest } from './rest.ts';
import type { RoleSettings } from './roles.ts';
import { type CommandTable, toSlashCommands } from './slash.ts';

interface Deployment {
  readonly commands: number;
  readonly scope: 'guild' | 'global';
  /** Nothing was sent: Discord has these commands from the last time. */
  readonly same: boolean;
}

/** What was deployed the last time, kept by whoever runs the bot. */
export interface LastTime {
  read(): Promise<string | null>;
  put(text: string): Promise<void>;
}

interface DeploySettings {
  readonly access: Access;
  readonly appId: string;
  readonly guildId: string | null;
  readonly roles: RoleSettings;
  /** Null = deployed in any case. */
  readonly lastTime: LastTime | null;
}

/**
 * Replaces the application's commands by those of the table; repeating it changes nothing. Commands of one server
 * are there at once, global ones within minutes; a server that has both would show every command twice, so
 * those of the other scope are removed: the scope of the last time, and global commands of the same names.
 * @throws AppError `unauthorized`, `forbidden`, `not_found`, `upstream_unavailable`
 */
export async function deployCommands(settings: DeploySettings, table: CommandTable): Promise<Deployment> {
  const { appId, guildId, lastTime } = settings;
  const call = createRest(settings.access);
  const body = toSlashCommands(table, settings.roles);
  const scope = guildId === null ? 'global' : 'guild';
  const place = placeOf(appId, guildId);
  const done = `${place} ${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
  const before = (await lastTime?.read()) ?? '';
  if (before === done) return { commands: body.length, scope, same: true };
  try {
    await call({ method: 'put', route: place, body });
    const [old = ''] = before.split(' ');
    if (old !== place && isPlace(old)) await clear(call, old);
    if (guildId !== null) await clearTwins(call, placeOf(appId, null), new Set(body.map(({ name }) => name)));
  } catch (cause) {
    throw explained(cause, 'the commands');
  }
  await lastTime?.put(done);
  return { commands: body.length, scope, same: false };
}

function placeOf(appId: string, guildId: string | null) {
  return guildId === null
    ? Routes.applicationCommands(appId)
    : Routes.applicationGuildCommands(appId, guildId);
}

function isPlace(text: string): text is `/applications/${string}` {
  return text.startsWith('/applications/');
}

/** A server the bot has left, or another application, shows nothing of ours any more. */
async function clear(call: Call, place: `/${string}`): Promise<void> {
  await call({ method: 'put', route: place, body: [] }).catch((cause: unknown) => {
    if (!(cause instanceof Refusal)) throw cause;
  });
}

/** Global commands of an earlier deployment that nobody noted; others' commands are left alone. */
async function clearTwins(call: Call, everywhere: `/${string}`, ours: ReadonlySet<string>): Promise<void> {
  const old = namesOf(await call({ method: 'get', route: everywhere }));
  if (old.length > 0 && old.every((name) => ours.has(name))) await clear(call, everywhere);
}

function namesOf(answer: unknown): string[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry ? [String(entry.name)] : [],
  );
}
