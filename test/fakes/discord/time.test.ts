import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, type Send } from './client.ts';
import { type FakeDiscord, startFakeDiscord } from './server.ts';

describe('the rules of the fake Discord about time', () => {
  let now = 0;
  let discord: FakeDiscord;
  let send: Send;

  beforeEach(async () => {
    now = Date.UTC(2024, 0, 1);
    discord = await startFakeDiscord(() => now);
    send = clientOf(discord);
  });
  afterEach(() => discord.stop());

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
