import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from './server.ts';
import { callback, commandTable, messageEdit, newMessage, webhookMessage } from './validation.ts';

const field = (name: string, value: string) => ({ name, value, inline: true });

describe('the schemas and rules of the fake Discord', () => {
  it.each([
    ['an empty message', { content: '' }],
    ['content over 2000', { content: 'x'.repeat(2001) }],
    ['a title over 256', { embeds: [{ title: 'x'.repeat(257) }] }],
    ['a description over 4096', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['26 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => field('a', 'b')) }] }],
    ['a field name over 256', { embeds: [{ fields: [field('x'.repeat(257), 'b')] }] }],
    ['a field value over 1024', { embeds: [{ fields: [field('a', 'x'.repeat(1025))] }] }],
    ['a blank field value', { embeds: [{ fields: [field('a', ' \n')] }] }],
    ['a footer over 2048', { embeds: [{ title: 'a', footer: { text: 'x'.repeat(2049) } }] }],
    ['an embed that says nothing', { embeds: [{ color: 1 }] }],
    ['a colour over 24 bits', { embeds: [{ title: 'a', color: 0x1000000 }] }],
    ['a nonce over 25', { content: 'a', nonce: 'x'.repeat(26) }],
    ['a misspelt key', { embeds: [{ titel: 'a', title: 'b' }] }],
    [
      '6001 characters in all',
      { embeds: [{ description: 'x'.repeat(4000), footer: { text: 'x'.repeat(2001) } }] },
    ],
  ])('refuse %s', (_, body) => {
    expect(newMessage(body)).not.toEqual([]);
  });

  it('take 6000 characters in all', () => {
    const body = { embeds: [{ description: 'x'.repeat(4000), footer: { text: 'x'.repeat(2000) } }] };
    expect([newMessage(body), messageEdit(body), webhookMessage(body)].flat()).toEqual([]);
  });

  it('refuse a nonce on a webhook, which knows none', () => {
    expect(webhookMessage({ content: 'a', nonce: '1' })).not.toEqual([]);
  });

  it('refuse 26 choices', () => {
    const choices = Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` }));
    expect(callback({ type: 8, data: { choices } })).not.toEqual([]);
    expect(callback({ type: 8, data: { choices: choices.slice(1) } })).toEqual([]);
  });

  it.each([
    ['an upper-case name', { name: 'Drift' }],
    ['a name with a space', { name: 'drift now' }],
    ['no description', { description: '' }],
    ['a description over 100', { description: 'x'.repeat(101) }],
    [
      'an optional option before a required one',
      {
        options: [
          { type: 3, name: 'a', description: 'a' },
          { type: 3, name: 'b', description: 'b', required: true },
        ],
      },
    ],
    ['an option without a description', { options: [{ type: 3, name: 'a' }] }],
  ])('refuse a command with %s', (_, change) => {
    expect(commandTable([{ name: 'drift', description: 'Drift', ...change }])).not.toEqual([]);
  });

  it('refuse two commands of one name', () => {
    const command = { name: 'drift', description: 'Drift', default_member_permissions: '32' };
    expect(commandTable([command])).toEqual([]);
    expect(commandTable([command, command])).not.toEqual([]);
  });
});

describe('the rules of the fake Discord about time', () => {
  let now = 0;
  let discord: FakeDiscord;

  beforeEach(async () => {
    now = Date.UTC(2024, 0, 1);
    discord = await startFakeDiscord(() => now);
  });
  afterEach(() => discord.stop());

  async function send(
    method: string,
    path: string,
    body: object,
  ): Promise<{ status: number; answer: unknown }> {
    const response = await fetch(`${discord.url}/v10${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bot ${discord.token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, answer: text === '' ? null : JSON.parse(text) };
  }

  it('give 3 s to answer, one answer, and 15 min to edit it', async () => {
    const { id, token } = discord.interaction('drift');
    const late = discord.interaction('drift');
    const callbackOf = (one: { id: string; token: string }) =>
      `/interactions/${one.id}/${one.token}/callback`;
    const original = `/webhooks/${discord.appId}/${token}/messages/@original`;
    expect((await send('PATCH', original, { content: 'a' })).answer).toMatchObject({ code: 10015 });
    now += 3_000;
    expect((await send('POST', callbackOf({ id, token }), { type: 5 })).status).toBe(204);
    expect((await send('POST', callbackOf({ id, token }), { type: 5 })).answer).toMatchObject({
      code: 40060,
    });
    now += 1;
    expect((await send('POST', callbackOf(late), { type: 5 })).answer).toMatchObject({ code: 10062 });
    expect((await send('PATCH', original, { content: 'a' })).status).toBe(200);
    now += 15 * 60_000;
    expect((await send('PATCH', original, { content: 'b' })).answer).toMatchObject({ code: 50027 });
  });

  it('make one message of one nonce within five minutes', async () => {
    const path = `/channels/${discord.channelId}/messages`;
    const body = { content: 'a', nonce: 'n', enforce_nonce: true };
    const first = await send('POST', path, body);
    expect((await send('POST', path, body)).answer).toEqual(first.answer);
    expect((await send('POST', path, { ...body, enforce_nonce: false })).answer).not.toEqual(first.answer);
    now += 5 * 60_000;
    await send('POST', path, body);
    expect(discord.messages()).toHaveLength(3);
  });
});
