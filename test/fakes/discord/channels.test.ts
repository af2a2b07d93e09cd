import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, idIn, type Send, type Sent } from './client.ts';
import { type FakeDiscord, startFakeDiscord } from './server.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');

let now = 0;
let discord: FakeDiscord;
let send: Send;
let messages = '';

beforeEach(async () => {
  now = Date.UTC(2024, 0, 1);
  discord = await startFakeDiscord(() => now);
  send = clientOf(discord);
  messages = `/channels/${discord.channelId}/messages`;
});
afterEach(() => discord.stop());

const code = ({ answer }: Sent) => Object(answer).code;
const post = (body: object = { content: 'a' }) => send('POST', messages, body);
const threadOf = (id: string, body: object = { name: 'incident 1' }) =>
  send('POST', `${messages}/${id}/threads`, body);

describe('messages of a channel', () => {
  it('are posted, read, edited and deleted by their author', async () => {
    const id = idIn(await post());
    await send('PATCH', `${messages}/${id}`, { content: 'b' });
    expect((await send('GET', `${messages}/${id}`)).answer).toMatchObject({ content: 'b' });
    await post({ content: 'c' });
    const { answer } = await send('GET', `${messages}?limit=10`);
    expect(answer).toMatchObject([{ content: 'c' }, { content: 'b' }]);
    expect((await send('DELETE', `${messages}/${id}`)).status).toBe(204);
    expect(code(await send('PATCH', `${messages}/${id}`, { content: 'd' }))).toBe(10008);
  });

  it('are not made again under the nonce of a deleted one', async () => {
    const body = { content: 'a', nonce: 'n', enforce_nonce: true };
    discord.deleteMessage(idIn(await post(body)));
    expect(code(await post(body))).toBe(10008);
  });

  it('take only so many edits when they are older than an hour', async () => {
    discord.allowLateEdits(1);
    const path = `${messages}/${idIn(await post())}`;
    const edit = () => send('PATCH', path, { content: 'b' });
    now += 60 * 60_000;
    expect((await edit()).status).toBe(200);
    now += 1;
    expect((await edit()).status).toBe(200);
    expect(code(await edit())).toBe(30046);
  });

  it('reply only to what is there', async () => {
    const id = idIn(await post());
    const reply = (to: string, rest: object = {}) =>
      post({ content: 'b', message_reference: { message_id: to, ...rest } });
    expect((await reply(id)).answer).toMatchObject({ type: 19, message_reference: { message_id: id } });
    expect(code(await reply('1300000000000999999'))).toBe(50035);
    expect((await reply('1300000000000999999', { fail_if_not_exists: false })).status).toBe(200);
  });

  it.each([
    [undefined, ['7', '8'], ['9'], true],
    [{ parse: [], users: [] }, [], [], false],
    [{ parse: ['roles'], users: [] }, [], ['9'], false],
    [{ parse: [], users: ['8'] }, ['8'], [], false],
  ])('ping, with allowed_mentions %j, whom these allow', async (allowed, users, roles, everyone) => {
    const long = (id: string) => `130000000000000000${id}`;
    const text = `<@${long('7')}> <@!${long('8')}> <@&${long('9')}> @everyone`;
    const named = {
      ...allowed,
      ...(allowed === undefined ? {} : { users: allowed.users.map(() => long('8')) }),
    };
    await post({ content: text, ...(allowed === undefined ? {} : { allowed_mentions: named }) });
    expect(discord.messages()[0]).toMatchObject({
      pinged: users.map(long),
      pingedRoles: roles.map(long),
      pingedEveryone: everyone,
    });
  });
});

describe('files', () => {
  const embeds = [{ title: 'Drift', image: { url: 'attachment://drift-1.png' } }];
  const attachments = [{ id: '0', description: 'the score over time' }];

  it('come with a message, with their bytes and their alt text', async () => {
    const { answer } = await send('POST', messages, { embeds, attachments }, { 'drift-1.png': png });
    expect(discord.messages()[0]?.attachments).toMatchObject([
      { filename: 'drift-1.png', description: 'the score over time', type: 'image/png', bytes: png },
    ]);
    const [file] = Object(answer).attachments;
    expect(Object(answer).embeds[0].image.url).toBe(file.url);
    expect(discord.violations()).toEqual([]);
  });

  it('stay through an edit when no list says otherwise, else only those it lists', async () => {
    const path = `${messages}/${idIn(await send('POST', messages, { embeds }, { 'drift-1.png': png }))}`;
    const names = () => discord.messages()[0]?.attachments.map(({ filename }) => filename);
    await send('PATCH', path, { content: 'a' });
    expect(names()).toEqual(['drift-1.png']);
    await send('PATCH', path, { content: 'b' }, { 'drift-2.png': png });
    expect(names()).toEqual(['drift-1.png', 'drift-2.png']);
    const [, second] = discord.messages()[0]?.attachments ?? [];
    await send('PATCH', path, { attachments: [{ id: second?.id }] });
    expect(names()).toEqual(['drift-2.png']);
    await send('PATCH', path, { attachments: [{ id: '0' }] }, { 'drift-3.png': png });
    expect(names()).toEqual(['drift-3.png']);
    await send('PATCH', path, { attachments: [] });
    expect(names()).toEqual([]);
  });

  it('have 10 MiB at most, and are refused without the permission', async () => {
    const file = (bytes: number) =>
      send('POST', messages, { content: 'a' }, { 'a.png': Buffer.alloc(bytes) });
    expect((await file(10 * 1024 ** 2)).status).toBe(200);
    expect(await file(10 * 1024 ** 2 + 1)).toMatchObject({ status: 413, answer: { code: 40005 } });
    discord.deny(discord.channelId, 'AttachFiles');
    expect(code(await file(1))).toBe(50013);
    expect((await post()).status).toBe(200);
  });
});

describe('channels', () => {
  it('that are deleted or unknown take nothing', async () => {
    discord.deleteChannel(discord.channelId);
    expect(code(await post())).toBe(10003);
    expect(code(await send('POST', '/channels/1/messages', { content: 'a' }))).toBe(10003);
  });

  it('refuse what the bot lacks a permission for', async () => {
    const card = { embeds: [{ title: 'a' }] };
    discord.deny(discord.channelId, 'EmbedLinks');
    expect([code(await post(card)), (await post()).status]).toEqual([50013, 200]);
    discord.deny(discord.channelId, 'SendMessages');
    expect(code(await post())).toBe(50013);
    discord.deny(discord.channelId, 'ViewChannel');
    expect(code(await post())).toBe(50001);
    discord.allow(discord.channelId);
    expect((await post(card)).status).toBe(200);
  });
});

describe('threads', () => {
  it('hang under a message, once, with its id, and take messages', async () => {
    const id = idIn(await post());
    expect((await threadOf(id)).answer).toMatchObject({ id, type: 11, parent_id: discord.channelId });
    expect(code(await threadOf(id))).toBe(160004);
    expect((await send('POST', `/channels/${id}/messages`, { content: 'inside' })).status).toBe(200);
    expect(discord.messages().at(-1)).toMatchObject({ channel: id, content: 'inside' });
    expect((await send('GET', `${messages}/${id}`)).answer).toMatchObject({ thread: { id } });
    expect(discord.channel(id)).toMatchObject({ name: 'incident 1', parent: discord.channelId });
  });

  it('take nothing while they are archived, until they are woken', async () => {
    const id = idIn(await post());
    await threadOf(id);
    const inside = idIn(await send('POST', `/channels/${id}/messages`, { content: 'inside' }));
    discord.archive(id);
    expect(code(await send('POST', `/channels/${id}/messages`, { content: 'a' }))).toBe(50083);
    expect(code(await send('PATCH', `/channels/${id}/messages/${inside}`, { content: 'a' }))).toBe(50083);
    expect((await send('PATCH', `/channels/${id}`, { archived: false })).status).toBe(200);
    expect((await send('POST', `/channels/${id}/messages`, { content: 'a' })).status).toBe(200);
  });

  it('need a permission, a message, and a channel that is no thread', async () => {
    const id = idIn(await post());
    discord.deny(discord.channelId, 'CreatePublicThreads');
    expect(code(await threadOf(id))).toBe(50013);
    discord.allow(discord.channelId);
    expect(code(await threadOf('1'))).toBe(10008);
    await threadOf(id);
    const inside = idIn(await send('POST', `/channels/${id}/messages`, { content: 'inside' }));
    const nested = await send('POST', `/channels/${id}/messages/${inside}/threads`, { name: 'a' });
    expect(code(nested)).toBe(50024);
  });
});

describe('the webhook', () => {
  const hook = () => new URL(discord.webhookUrl).pathname.replace('/api', '');
  const button = { type: 2, style: 1, label: 'Press', custom_id: 'press' };
  const link = { type: 2, style: 5, label: 'MLflow', url: 'https://mlflow.example' };
  const withRow = (component: object) => ({
    content: 'a',
    components: [{ type: 1, components: [component] }],
  });

  it('posts links when it asks for components, and nothing interactive', async () => {
    expect((await send('POST', `${hook()}?wait=true`, withRow(button))).status).toBe(400);
    expect(discord.violations()).toHaveLength(1);
    await send('POST', `${hook()}?wait=true`, withRow(link));
    await send('POST', `${hook()}?wait=true&with_components=true`, withRow(link));
    expect(discord.messages().map(({ components }) => components.length)).toEqual([0, 1]);
    discord.ownWebhook();
    expect((await send('POST', `${hook()}?wait=true`, withRow(button))).status).toBe(200);
  });

  it('posts into threads, edits and deletes what it posted, and nothing else', async () => {
    const thread = discord.addThread();
    const inThread = await send('POST', `${hook()}?wait=true&thread_id=${thread}`, { content: 'a' });
    expect(inThread.answer).toMatchObject({ channel_id: thread });
    expect((await send('POST', hook(), { content: 'a', username: 'Vigie' })).status).toBe(204);
    const message = `${hook()}/messages/${idIn(inThread)}`;
    expect((await send('PATCH', message, { content: 'b' })).status).toBe(200);
    expect((await send('DELETE', message)).status).toBe(204);
    expect(code(await send('GET', message))).toBe(10008);
    expect(code(await send('GET', `${hook()}/messages/${idIn(await post())}`))).toBe(10008);
    expect(code(await send('POST', `${hook()}?thread_id=1`, { content: 'a' }))).toBe(10003);
    expect(code(await send('POST', `${hook()}x`, { content: 'a' }))).toBe(50027);
  });
});

describe('the bot', () => {
  it('knows itself and its commands, of the server and of all servers', async () => {
    expect((await send('GET', '/users/@me')).answer).toMatchObject({ id: discord.appId, bot: true });
    const server = `/applications/${discord.appId}/guilds/${discord.guildId}/commands`;
    await send('PUT', server, [{ name: 'drift', description: 'Drift' }]);
    expect((await send('GET', server)).answer).toMatchObject([{ name: 'drift' }]);
    expect((await send('GET', `/applications/${discord.appId}/commands`)).answer).toEqual([]);
  });

  it('is nobody without its token', async () => {
    const response = await fetch(`${discord.url}/v10/users/@me`);
    expect(response.status).toBe(401);
  });
});
