// The gateway of the fake Discord as discord.js lives with it.
import { once } from 'node:events';
import { Client, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, pathsOf } from './client.ts';
import { rateLimited } from './faults.ts';
import { type FakeDiscord, startFakeDiscord } from './server.ts';

let discord: FakeDiscord;
let clients: Client[] = [];

beforeEach(async () => {
  discord = await startFakeDiscord();
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.destroy()));
  clients = [];
  await discord.stop();
});

async function connect(): Promise<Client> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.url } });
  clients.push(client);
  const ready = once(client, 'clientReady');
  await client.login(discord.token);
  await ready;
  return client;
}

describe('the gateway of the fake Discord', () => {
  it('gives every interaction to each of two clients with one token', async () => {
    const [first, second] = [await connect(), await connect()];
    expect(discord.clients()).toBe(2);
    const heard = Promise.all([once(first, 'interactionCreate'), once(second, 'interactionCreate')]);
    const { id } = discord.play({ command: 'drift' });
    expect((await heard).map(([interaction]) => interaction.id)).toEqual([id, id]);
  });

  it('is left by op 7, and resumed with what was missed', async () => {
    const client = await connect();
    const resumed = once(discord.events, 'resumed');
    discord.reconnect();
    const heard = once(client, 'interactionCreate');
    const { id } = discord.play({ command: 'drift' });
    await resumed;
    expect((await heard)[0].id).toBe(id);
  });

  it('is left by a client whose heartbeats it does not answer', async () => {
    discord.heartbeatEvery(60);
    discord.deafen(true);
    await connect();
    const resumed = once(discord.events, 'resumed');
    discord.heartbeatEvery(41_250);
    await resumed;
    expect(discord.clients()).toBe(1);
  });

  it.each([4004, 4014])('refuses a login with %i', async (code) => {
    discord.refuseLogin(code);
    const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.url } });
    clients.push(client);
    const closed = once(client, 'shardDisconnect');
    await client.login(discord.token).catch(() => {});
    const [{ code: heard }] = await closed;
    expect(heard).toBe(code);
  });

  it.each(['user', 'global'] as const)('makes discord.js wait after a rate limit (%s)', async (scope) => {
    const client = await connect();
    discord.fail({ path: /^\/channels\/\d+\/messages$/, with: rateLimited(0.05, scope) });
    const channel = await client.channels.fetch(discord.channelId);
    if (channel?.isSendable() !== true) throw new Error('no channel');
    await channel.send('a');
    const posts = discord.requests().filter((request) => request.endsWith('/messages'));
    expect([posts.length, discord.messages().length]).toEqual([2, 1]);
  });

  it('tells discord.js all it wants to know of buttons, menus, forms and threads', async () => {
    const client = await connect();
    const channel = await client.channels.fetch(discord.channelId);
    if (channel?.isSendable() !== true) throw new Error('no channel');
    const button = { type: 2, style: 1, label: 'Note', customId: 'v1:note' } as const;
    const message = await channel.send({ content: 'card', components: [{ type: 1, components: [button] }] });
    await message.startThread({ name: 'incident 1' });
    const shown = discord.messages()[0];
    if (shown === undefined) throw new Error('no message');

    client.once('interactionCreate', (pressed) => {
      if (!pressed.isButton()) return;
      const input = { type: 4, custom_id: 'text', style: 1 };
      const components = [{ type: 18, label: 'Note', component: input }];
      const modal = { custom_id: 'v1:note', title: 'Note', components };
      void pressed.showModal({ toJSON: () => modal });
    });
    const modal = await discord.play({ press: shown, button: 'Note' }).modal();
    client.once('interactionCreate', (sent) => {
      if (sent.isModalSubmit() && sent.isFromMessage())
        void sent.update({ content: sent.fields.getTextInputValue('text') });
    });
    expect(await discord.submit(modal, { text: 'mine' })).toMatchObject({ id: shown.id, content: 'mine' });
    expect(discord.violations()).toEqual([]);
  });

  it('sends one interaction twice when told to, and takes one answer', async () => {
    const client = await connect();
    const ids: string[] = [];
    client.on('interactionCreate', ({ id }) => void ids.push(id));
    const played = discord.play({ command: 'drift' });
    played.again();
    const last = once(client, 'interactionCreate', { signal: AbortSignal.timeout(5_000) });
    await last;
    while (ids.length < 2) await new Promise(setImmediate);
    expect(new Set(ids)).toEqual(new Set([played.id]));
    const send = clientOf(discord);
    const { callback } = pathsOf(discord, played);
    expect((await send('POST', callback, { type: 5 })).status).toBe(204);
    expect((await send('POST', callback, { type: 5 })).answer).toMatchObject({ code: 40060 });
  });
});
