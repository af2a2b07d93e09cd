// `npm run demo -- --discord`: the built product as a process of its own, and a Discord of its own to talk to.
// `--once` ends after the conversation; `--pages FOLDER` keeps it as pages, the whole channel and each message alone.
// Pictures of them, for each FILE.html, with Debian's chromium, fonts-inter, fonts-noto-color-emoji and imagemagick:
//   chromium --headless --no-sandbox --hide-scrollbars --force-device-scale-factor=2 --window-size=640,2000 \
//     --screenshot=FILE.png FILE.html && convert FILE.png -trim +repage -bordercolor '#313338' -border 24 FILE.png
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../core/adapters/system.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import type { FakeInteraction, FakeMessage } from '../fakes/discord/state.ts';
import { startVigie, type Vigie } from '../flows/vigie.ts';
import { converse } from './conversation.ts';
import { bold, messageText } from './transcript.ts';

const { values: options } = parseArgs({
  options: { discord: { type: 'boolean' }, once: { type: 'boolean' }, pages: { type: 'string' } },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const look = () => ({ colour: process.stdout.hasColors?.() === true, now: systemClock.now() });
/** The blue of cards that the next one replaces. */
const progress = 0x5865f2;

function follow(discord: FakeDiscord): void {
  discord.events.on('asked', ({ by, label, kind, source }: FakeInteraction) => {
    const on = source === null ? '' : ' (a button or a menu)';
    if (kind !== 'completion') say(`\n${bold(by.name ?? 'somebody', look())} ${label}${on}`);
  });
  discord.events.on('message', (message: FakeMessage) => {
    const [embed] = message.embeds;
    if (embed?.color === progress) return say(`  … ${embed.title ?? ''}`);
    const where = discord.channel(message.channel)?.parent === null ? '' : ', in the thread';
    say(
      `${bold(`Vigie${message.edits > 0 ? ' edits its card' : ''}${where}`, look())}\n${messageText(message, look())}`,
    );
  });
}

async function start(discord: FakeDiscord, folder: string): Promise<Vigie> {
  const watches = join(folder, 'watches.json');
  // 42 rows a second instead of 50 in two minutes: the same loop, sooner.
  const source = { kind: 'synthetic', rowsPerCheck: 5_000 };
  await writeFile(watches, JSON.stringify([{ name: 'demo', source }]));
  return startVigie({
    DATA_DIR: join(folder, 'data'),
    WATCHES_FILE: watches,
    DISCORD_TOKEN: discord.token,
    DISCORD_APP_ID: discord.appId,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_CHANNEL_ID: discord.channelId,
    DISCORD_API_BASE_URL: discord.url,
    LOG_LEVEL: 'warn',
  });
}

/** `channel.html`, and each message of it under its number and the words of its title. */
async function keepPages(discord: FakeDiscord, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'channel.html'), discord.page());
  const messages = discord.messages().filter(({ channel }) => channel === discord.channelId);
  for (const [at, { id, embeds, content }] of messages.entries()) {
    const words = (embeds[0]?.title ?? content).toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const name = [String(at + 1).padStart(2, '0'), ...words.slice(0, 4)].join('-');
    await writeFile(join(folder, `${name}.html`), discord.page(id));
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

const folder = await mkdtemp(join(tmpdir(), 'vigie-discord-'));
const discord = await startFakeDiscord();
const stopped = interrupted();
follow(discord);
void stopped.then(() => discord.events.removeAllListeners('message').removeAllListeners('asked'));
say(
  'A Discord of its own, on this machine, and Vigie as it is shipped beside it. Nothing leaves the machine.',
);
const vigie = await start(discord, folder);
try {
  const tell = (text: string) => say(`\n-- ${text}`);
  await Promise.race([converse({ discord, vigie, tell }), stopped]);
  if (options.pages !== undefined) await keepPages(discord, options.pages);
  say(`\nThe conversation as Discord shows it: ${discord.pageUrl}`);
  if (options.once !== true) {
    say('Ctrl-C ends it.');
    await stopped;
  }
} finally {
  await vigie.end('SIGTERM');
  await discord.stop();
  await rm(folder, { recursive: true, force: true });
}
for (const violation of discord.violations()) say(`Discord would have refused: ${violation}`);
process.exitCode = discord.violations().length === 0 ? 0 : 1;
