// One alert from the drift to its end, on the packaged product: a check finds drift, the card and its thread appear, a
// person acknowledges, a retraining answers. And the same alert with a kill -9 in the middle of it.
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chance } from '../core/evidence/rows.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import type { FakeMessage } from '../fakes/discord/state.ts';
import { aim, type Blow } from './blow.ts';
import { type Books, minutesLater, readBooks } from './books.ts';
import { shopHeader, shopRows } from './shop.ts';
import { type Settings, startVigie, until, type Vigie } from './vigie.ts';

const operator = { permissions: 1n << 5n, name: 'ada' };

/** What is left when the alert is over. */
export interface Aftermath {
  readonly fell: boolean;
  readonly exitCode: number | null;
  readonly output: string;
  /** In the channel, answers to people aside. */
  readonly cards: readonly FakeMessage[];
  /** In the threads, each with its thread. */
  readonly notes: readonly FakeMessage[];
  /** Threads that were started. */
  readonly threads: readonly string[];
  readonly violations: readonly string[];
  readonly books: Books;
}

export interface AlertPlace {
  /** Lives the alert on a copy of the place, killed once by the blow; null = not at all. */
  live(blow: Blow | null): Promise<Aftermath>;
  close(): Promise<void>;
}

/** A watch with a champion, and rows that have drifted since it was trained. */
export async function openAlertPlace(): Promise<AlertPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-alert-'));
  const rows = join(folder, 'rows.csv');
  const watches = join(folder, 'watches.json');
  const random = chance(1);
  const hour = 3_600_000;
  await writeFile(rows, `${shopHeader}${shopRows(random, { count: 800, turned: false, ago: 2 * hour })}`);
  const source = { kind: 'file', path: rows, time: 'at', id: 'id', label: 'label' };
  // Policy manual: the alarm and its answer are two steps with a person in between.
  const watch = { name: 'shop', source, window: 300, policy: 'manual' };
  await writeFile(watches, JSON.stringify([watch]));
  const settingsOf = (discord: FakeDiscord, dataDir: string): Settings => ({
    DATA_DIR: dataDir,
    WATCHES_FILE: watches,
    DISCORD_TOKEN: discord.token,
    DISCORD_APP_ID: discord.appId,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_CHANNEL_ID: discord.channelId,
    DISCORD_API_BASE_URL: discord.url,
    LOG_LEVEL: 'warn',
  });
  const calm = join(folder, 'calm');
  await train((discord) => settingsOf(discord, calm));
  await appendFile(rows, shopRows(random, { count: 300, turned: true, ago: hour }));
  let rounds = 0;
  return {
    async live(blow) {
      const dataDir = join(folder, `round-${rounds++}`);
      await cp(calm, dataDir, { recursive: true });
      const discord = await startFakeDiscord();
      const after = await alert(discord, settingsOf(discord, dataDir), blow);
      await discord.stop();
      await rm(dataDir, { recursive: true });
      return after;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function train(settings: (discord: FakeDiscord) => Settings): Promise<void> {
  const discord = await startFakeDiscord();
  const vigie = await startVigie(settings(discord));
  await until(async () => (await stand(vigie))?.champion === true);
  await until(async () => (await stand(vigie))?.waiting === 0);
  await vigie.end('SIGTERM');
  await discord.stop();
}

async function alert(discord: FakeDiscord, settings: Settings, blow: Blow | null): Promise<Aftermath> {
  const threads: string[] = [];
  discord.events.on('thread', ({ id }: { id: string }) => threads.push(id));
  const fell = blow !== null && (await killed(discord, settings, blow));
  const vigie = await startVigie(settings);
  await answer(vigie, discord);
  const exitCode = await vigie.end('SIGTERM');
  const all = discord.messages();
  return {
    fell,
    exitCode,
    output: vigie.output(),
    cards: all.filter(({ channel, interaction }) => channel === discord.channelId && interaction === null),
    notes: all.filter(({ channel }) => channel !== discord.channelId),
    threads,
    violations: discord.violations(),
    books: await readBooks(settings.DATA_DIR, 'shop'),
  };
}

/** A life that ends with the blow, or unhurt at the end of the alert, and the minutes until the next one. */
async function killed(discord: FakeDiscord, settings: Settings, blow: Blow): Promise<boolean> {
  const vigie = await startVigie(settings);
  const log = join(settings.DATA_DIR, 'embedded.log');
  const aimed = aim(blow, { discord, log, kill: () => void vigie.end('SIGKILL') });
  await answer(vigie, discord);
  aimed.off();
  await vigie.end('SIGKILL');
  await minutesLater(settings.DATA_DIR);
  return aimed.fell();
}

interface Stand {
  readonly champion: boolean;
  readonly waiting: number;
  readonly incident: { readonly phase: string; readonly acknowledged: unknown } | null;
}

/** Null when nobody answers any more. */
async function stand(vigie: Vigie): Promise<Stand | null> {
  const answer = await vigie.get('/status').catch(() => null);
  if (answer === null) return null;
  const { watches, notifications } = answer.body as {
    watches: { champion: unknown; incident: Stand['incident'] }[];
    notifications: { waiting: number };
  };
  const [watch] = watches;
  return {
    champion: watch?.champion !== null,
    incident: watch?.incident ?? null,
    waiting: notifications.waiting,
  };
}

/** What people do about the alert, until it is answered (no row comes any more to prove the answer) or the process is gone. */
async function answer(vigie: Vigie, discord: FakeDiscord): Promise<void> {
  let looked = false;
  for (;;) {
    const now = await stand(vigie);
    if (now === null) return;
    const { incident, waiting } = now;
    if (incident === null || waiting > 0) await pause(100);
    else if (incident.phase === 'probation' && looked) return;
    // The state may say so before its news are on their way.
    else if (incident.phase === 'probation') looked = await check(vigie);
    else if (incident.acknowledged === null) await acknowledge(vigie, discord);
    else await vigie.post('/retrain', { watch: 'shop' }).catch(() => null);
  }
}

async function check(vigie: Vigie): Promise<boolean> {
  const answer = await vigie.post('/drift-check', { watch: 'shop' }).catch(() => null);
  return answer?.status === 200;
}

async function acknowledge(vigie: Vigie, discord: FakeDiscord): Promise<void> {
  const card = discord.messages().find(({ channel }) => channel === discord.channelId);
  if (card === undefined || !discord.connected()) return pause(100);
  const { answer } = discord.play({ press: card, button: 'Acknowledge' }, operator);
  await Promise.race([answer(), vigie.ended]);
}
