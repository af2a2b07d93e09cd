import { describe, expect, it, onTestFinished } from 'vitest';
import { tokenForm } from '../../../bot/token-form.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts';
import { examined } from './examined.ts';

const first = (lines: readonly string[]) => lines[0] ?? '';

async function discord(): Promise<FakeDiscord> {
  const server = await startFakeDiscord();
  onTestFinished(() => server.stop());
  return server;
}

const asBot = (server: FakeDiscord) => ({
  DISCORD_API_BASE_URL: server.url,
  DISCORD_TOKEN: server.token,
  DISCORD_APP_ID: server.appId,
  DISCORD_CHANNEL_ID: server.channelId,
  DISCORD_GUILD_ID: server.guildId,
});

describe('the bot', () => {
  it('with everything it needs', async () => {
    const server = await discord();
    const { told, text } = await examined(asBot(server));
    expect([...told('Discord'), ...told('channel')].map((line) => line.slice(0, 2))).toEqual(['ok', 'ok']);
    expect(text).not.toContain(server.token);
  });

  it('whose token is refused', async () => {
    const { told, text } = await examined({ ...asBot(await discord()), DISCORD_TOKEN: 'another-token' });
    expect(told('Discord')).toEqual([
      expect.stringMatching(/^FAIL \| .*401.* \| Copy the token again: DISCORD_TOKEN/),
    ]);
    expect(text).not.toContain('another-token');
  });

  it('of another application than DISCORD_APP_ID names', async () => {
    const server = await discord();
    const { told } = await examined({ ...asBot(server), DISCORD_APP_ID: '123456789' });
    expect(first(told('Discord'))).toContain(`| Set DISCORD_APP_ID to ${server.appId}, or`);
  });

  it('that lacks permissions: with some there is no card, without others a poorer one', async () => {
    const server = await discord();
    server.deny(server.channelId, 'EmbedLinks', 'AttachFiles');
    const { told, code } = await examined(asBot(server));
    expect(told('channel')).toEqual([
      expect.stringMatching(
        /^FAIL \| The bot lacks in #.*: Embed Links, Attach Files\. No card arrives\. \| Allow it/,
      ),
    ]);
    expect(code).toBe(1);
    server.allow(server.channelId);
    server.deny(server.channelId, 'CreatePublicThreads');
    const poorer = await examined(asBot(server));
    expect(poorer.told('channel')).toEqual([
      expect.stringMatching(/^warn \| .*: Create Public Threads\. Cards arrive/),
    ]);
    expect(poorer.code).toBe(0);
  });

  it('that may not see its channel, or has none, is told how to be invited', async () => {
    const server = await discord();
    server.deny(server.channelId, 'ViewChannel');
    const unseen = await examined(asBot(server));
    expect(first(unseen.told('channel'))).toMatch(/^FAIL .*50001.* \| .*View Channel.*oauth2\/authorize/);
    const none = await examined({ ...asBot(server), DISCORD_CHANNEL_ID: '123456789' });
    expect(first(none.told('channel'))).toMatch(/^FAIL .*10003.* \| Check DISCORD_CHANNEL_ID/);
  });

  it('whose channel is in another server', async () => {
    const { told } = await examined({ ...asBot(await discord()), DISCORD_GUILD_ID: '123456789' });
    expect(first(told('channel'))).toMatch(/^FAIL .*DISCORD_GUILD_ID names 123456789\. \| Name the server/);
  });

  it('with a Discord that is away', async () => {
    const away = { ...asBot(await discord()), DISCORD_API_BASE_URL: 'http://127.0.0.1:1' };
    expect(first((await examined(away)).told('Discord'))).toMatch(
      /^FAIL .*ECONNREFUSED.* \| .*DISCORD_API_BASE_URL/,
    );
  });
});

describe('the form of a token', () => {
  const id = Buffer.from('1234567890123456789').toString('base64url');

  it('is known, with the bot it is of', () => {
    expect(tokenForm(`${id}.Gabcde.${'x'.repeat(38)}`)).toEqual({ botId: '1234567890123456789' });
  });

  it.each([
    [`Bot ${id}.Gabcde.${'x'.repeat(38)}`, 'begins with a word before the token'],
    [`"${id}"`, 'stands in quotes'],
    ['a'.repeat(64), 'is the public key of the application'],
    ['1234567890123456789', 'is an id'],
    ['A'.repeat(32), 'is the client secret of the application'],
    [`${id}.Gabcde`, 'has not the form of a bot token (three parts with dots between them)'],
    [
      `not-an-id-but-so-long.Gabcde.${'x'.repeat(38)}`,
      'has not the form of a bot token (three parts with dots between them)',
    ],
  ])('is missed by %s', (text, fault) => {
    expect(tokenForm(text)).toMatchObject({ fault });
  });

  it('is looked at before Discord is asked', async () => {
    const settings = {
      DISCORD_TOKEN: 'hush-hush',
      DISCORD_APP_ID: '123456789',
      DISCORD_CHANNEL_ID: '123456789',
    };
    const { told, text } = await examined(settings);
    expect(first(told('Discord'))).toMatch(
      /^FAIL \| DISCORD_TOKEN has not the form .* \| In the Developer Portal/,
    );
    expect(text).not.toContain('hush-hush');
  });
});

describe('the webhook', () => {
  it('that is there, and one that is not', async () => {
    const server = await discord();
    const there = await examined({ DISCORD_WEBHOOK_URL: server.webhookUrl });
    expect(there.told('Discord')).toEqual([
      'ok | The webhook "Captain Hook" is there: cards without commands.',
    ]);
    const gone = await examined({ DISCORD_WEBHOOK_URL: `${server.url}/webhooks/1/hush-hush-hush` });
    expect(first(gone.told('Discord'))).toMatch(/^FAIL .*10015.* \| The webhook was deleted/);
    expect(gone.text).not.toContain('hush-hush-hush');
    const none = await examined({ DISCORD_WEBHOOK_URL: server.url });
    expect(first(none.told('Discord'))).toMatch(/^FAIL .* \| Copy it from Discord/);
  });
});
