// The built product with a Discord and an MLflow of its own, in use: for a Prometheus to scrape. Says where it is in
// one line `scene {...}`, then every message somebody posts by the webhook, until a signal ends it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startFakeDiscord } from '../fakes/discord/server.ts';
import type { FakeMessage } from '../fakes/discord/state.ts';
import { startFakeMlflow } from '../fakes/mlflow.ts';
import { startVigie, until, type Vigie } from '../flows/vigie.ts';

const ada = { name: 'ada', user: '1300000000000000501', permissions: 1n << 5n };
const row = { amount: 90, minutes: 8, rating: 650, load: 0.5, channel: 'app' };
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Something of everything a panel shows, again and again: a rate needs two looks. */
async function use(vigie: Vigie, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await discord.command('status', {}, ada);
    await vigie.post('/predict', { watch: 'demo', rows: [row, { ...row, amount: 10 }] });
    await vigie.request('/retrain', { method: 'POST', headers: { authorization: 'Bearer wrong' } });
    await pause(1_000, undefined, { signal: stopped }).catch(() => {});
  }
}

const folder = await mkdtemp(join(tmpdir(), 'vigie-scraped-'));
const [discord, mlflow] = await Promise.all([startFakeDiscord(), startFakeMlflow()]);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
discord.heartbeatEvery(1_000);
discord.events.on('message', ({ author, embeds }: FakeMessage) => {
  if (author === 'webhook') say(`webhook: ${embeds[0]?.title ?? ''}`);
});
const vigie = await startVigie({
  DATA_DIR: join(folder, 'data'),
  MLFLOW_TRACKING_URI: mlflow.uri,
  DISCORD_TOKEN: discord.token,
  DISCORD_APP_ID: discord.appId,
  DISCORD_GUILD_ID: discord.guildId,
  DISCORD_CHANNEL_ID: discord.channelId,
  DISCORD_API_BASE_URL: discord.url,
  LOG_LEVEL: 'warn',
});
try {
  say(`scene ${JSON.stringify({ api: new URL(vigie.url).host, webhook: discord.webhookUrl })}`);
  // A command before there is a gateway is heard by nobody, and a retraining before there is a champion is refused.
  await until(() => discord.connected() && discord.commands(discord.guildId).length > 0);
  await until(async () => (await vigie.get('/watches/demo')).body['champion'] !== null);
  while ((await vigie.post('/drift-check', { watch: 'demo' })).status !== 200) await pause(500);
  const retrained = vigie.post('/retrain', { watch: 'demo' });
  await use(vigie, stop.signal);
  await retrained.catch(() => {});
} finally {
  await vigie.end('SIGTERM');
  await Promise.all([discord.stop(), mlflow.stop()]);
  await rm(folder, { recursive: true, force: true });
}
