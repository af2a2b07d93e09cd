// The product with the fake Discord as its server, and people who talk to it there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import type { FakeMessage } from '../fakes/discord/state.ts';
import { startVigie, until, type Vigie } from './vigie.ts';

const operatorRole = '700000000000000001';
/** Any of these can be told by their name in what the bot writes. */
export const people = {
  viewer: { name: 'vera', user: '810000000000000001' },
  operator: { name: 'otto', user: '810000000000000002', roles: [operatorRole] },
  admin: { name: 'ada', user: '810000000000000003', permissions: 1n << 5n },
} as const;

/** What the product needs to know of the fake Discord. */
export const settingsOf = ({ token, appId, guildId, channelId, url }: FakeDiscord) => ({
  DISCORD_TOKEN: token,
  DISCORD_APP_ID: appId,
  DISCORD_GUILD_ID: guildId,
  DISCORD_CHANNEL_ID: channelId,
  DISCORD_API_BASE_URL: url,
});

export const titleOf = ({ embeds }: FakeMessage) => embeds[0]?.title ?? '';
export const titled = (text: string) => (message: FakeMessage) => titleOf(message).includes(text);

export interface DiscordHouse {
  readonly discord: FakeDiscord;
  readonly vigie: Vigie;
  /** Where the files of its watches are. */
  readonly folder: string;
  /** The newest message, edited or not, with these words in the title of its card. */
  card(title: string): FakeMessage | undefined;
  close(): Promise<void>;
}

/** Starts both; the commands are deployed and the gateway is open by the time they are there. */
export async function openHouse(
  watchesOf: (discord: FakeDiscord, folder: string) => Promise<readonly object[]>,
): Promise<DiscordHouse> {
  const discord = await startFakeDiscord();
  const folder = await mkdtemp(join(tmpdir(), 'vigie-talk-'));
  const watches = join(folder, 'watches.json');
  await writeFile(watches, JSON.stringify(await watchesOf(discord, folder)));
  const vigie = await startVigie({
    ...settingsOf(discord),
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: watches,
    DISCORD_OPERATOR_ROLE_IDS: operatorRole,
    // Seldom in the way of what people do.
    DRIFT_CRON: '*/10 * * * *',
    LOG_LEVEL: 'warn',
  });
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  return {
    discord,
    vigie,
    folder,
    card: (title) => discord.messages().findLast(titled(title)),
    close: async () => {
      await vigie.end('SIGKILL');
      await discord.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
