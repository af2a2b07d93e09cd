import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, idIn, pathsOf, type Send } from './client.ts';
import { type FakeDiscord, startFakeDiscord } from './server.ts';

describe('answers to interactions', () => {
  let discord: FakeDiscord;
  let send: Send;

  beforeEach(async () => {
    discord = await startFakeDiscord();
    send = clientOf(discord);
  });
  afterEach(() => discord.stop());

  const rowOf = (...components: object[]) => [{ type: 1, components }];
  const ack = { type: 2, style: 1, label: 'Acknowledge', custom_id: 'v1:ack' };
  const form = {
    custom_id: 'v1:note',
    title: 'Note',
    components: [{ type: 18, label: 'Note', component: { type: 4, custom_id: 'text', style: 1 } }],
  };

  async function card(components: object[] = rowOf(ack)) {
    await send('POST', `/channels/${discord.channelId}/messages`, { content: 'a card', components });
    const message = discord.messages().at(-1);
    if (message === undefined) throw new Error('no card');
    return message;
  }

  it.each([6, 7, 8])('of type %i do not fit a command', async (type) => {
    const { callback } = pathsOf(discord, discord.interaction('drift'));
    const data = type === 8 ? { choices: [] } : undefined;
    expect((await send('POST', callback, { type, data })).status).toBe(400);
    expect(discord.violations()).toHaveLength(1);
  });

  it('are deferred, then filled by the first follow-up, as visible as they were deferred', async () => {
    const played = discord.play({ command: 'drift' }, { user: '7' });
    const { callback, webhook, original } = pathsOf(discord, played);
    expect((await send('POST', webhook, { content: 'early' })).answer).toMatchObject({ code: 10015 });
    await send('POST', callback, { type: 5, data: { flags: 64 } });
    expect((await send('GET', original)).answer).toMatchObject({ code: 10008 });
    await send('POST', webhook, { content: 'first' });
    await send('POST', webhook, { content: 'second' });
    expect((await send('GET', original)).answer).toMatchObject({ content: 'first', flags: 64 });
    expect((await played.answer()).content).toBe('first');
    expect(discord.messages().map(({ hidden }) => hidden)).toEqual([true, false]);
    expect(discord.seenBy('7')).toHaveLength(2);
    expect(discord.seenBy('8')).toHaveLength(1);
    const hidden = discord.messages()[0]?.id;
    const path = `/channels/${discord.channelId}/messages/${hidden}`;
    expect((await send('PATCH', path, { content: 'x' })).answer).toMatchObject({ code: 10008 });
    expect((await send('DELETE', original)).status).toBe(204);
    expect((await send('PATCH', original, { content: 'x' })).answer).toMatchObject({ code: 10008 });
  });

  it('say which message they made when asked', async () => {
    const { callback } = pathsOf(discord, discord.interaction('drift'));
    const reply = await send('POST', `${callback}?with_response=true`, { type: 4, data: { content: 'a' } });
    expect(reply).toMatchObject({ status: 200, answer: { resource: { message: { content: 'a' } } } });
  });

  it('to a button change its message, at once or later', async () => {
    const message = await card();
    const first = discord.play({ press: message, button: 'Acknowledge' });
    await send('POST', pathsOf(discord, first).callback, { type: 7, data: { content: 'taken' } });
    expect(await first.answer()).toMatchObject({ id: message.id, content: 'taken', edits: 1 });
    const second = discord.play({ press: message, button: 'v1:ack' });
    const { callback, original } = pathsOf(discord, second);
    await send('POST', callback, { type: 6 });
    await send('PATCH', original, { content: 'taken again', components: [] });
    expect(await second.answer()).toMatchObject({ id: message.id, content: 'taken again' });
    expect(() => discord.play({ press: message, button: 'Acknowledge' })).toThrow('No button');
  });

  it('cannot be given to what nobody can press', async () => {
    const link = { type: 2, style: 5, label: 'MLflow', url: 'https://mlflow.example' };
    const message = await card(rowOf({ ...ack, disabled: true }, link));
    expect(() => discord.play({ press: message, button: 'Acknowledge' })).toThrow('disabled');
    expect(() => discord.play({ press: message, button: 'MLflow' })).toThrow('link');
    discord.deleteMessage(message.id);
    expect(() => discord.play({ press: message, button: 'Acknowledge' })).toThrow('gone');
  });

  it('only let who asked press the buttons of an ephemeral one', async () => {
    const played = discord.play({ command: 'promote' }, { user: '7', name: 'grace' });
    const data = { content: 'Sure?', flags: 64, components: rowOf(ack) };
    await send('POST', pathsOf(discord, played).callback, { type: 4, data });
    const asked = await played.answer();
    expect(() => discord.play({ press: asked, button: 'Acknowledge' }, { user: '8' })).toThrow('Only who');
    const { payload } = discord.play({ press: asked, button: 'Acknowledge' });
    expect(payload).toMatchObject({ member: { user: { id: '7', username: 'grace' } } });
  });

  it('hear what was chosen from a menu, by label or value', async () => {
    const options = [
      { label: '1 hour', value: '1h' },
      { label: '6 hours', value: '6h' },
    ];
    const message = await card(rowOf({ type: 3, custom_id: 'v1:snooze', options }));
    const { payload } = discord.play({ select: message, values: ['6 hours'] }, { locale: 'fr' });
    const data = { custom_id: 'v1:snooze', component_type: 3, values: ['6h'] };
    expect(payload).toMatchObject({ type: 3, locale: 'fr', message: { id: message.id }, data });
    expect(() => discord.play({ select: message, values: ['2h'] })).toThrow('no option 2h');
    expect(() => discord.play({ select: message, values: ['1h', '6h'] })).toThrow('1 to 1');
  });

  it('open a form, which comes back as Discord sends it', async () => {
    const played = discord.play({ press: await card(), button: 'Acknowledge' }, { user: '7' });
    await send('POST', pathsOf(discord, played).callback, { type: 9, data: form });
    const modal = await played.modal();
    expect(modal).toMatchObject({ title: 'Note', customId: 'v1:note' });
    expect(() => discord.play({ submit: modal, values: {} })).toThrow('ask for text');
    expect(() => discord.play({ submit: modal, values: { other: 'a' } })).toThrow('no input other');
    const sent = discord.play({ submit: modal, values: { text: 'mine' } });
    const component = { type: 4, custom_id: 'text', value: 'mine' };
    const data = { custom_id: 'v1:note', components: [{ type: 18, component }] };
    expect(sent.payload).toMatchObject({ type: 5, data, member: { user: { id: '7' } } });
    await send('POST', pathsOf(discord, sent).callback, { type: 7, data: { content: 'noted' } });
    expect(await sent.answer()).toMatchObject({ content: 'noted', edits: 1 });
  });

  it('open no form after another answer, nor a form that was not shown', async () => {
    const played = discord.play({ command: 'predict' });
    const { callback } = pathsOf(discord, played);
    await send('POST', callback, { type: 5 });
    expect((await send('POST', callback, { type: 9, data: form })).answer).toMatchObject({ code: 40060 });
    const never = { interaction: played.id, customId: 'a', title: 'a', components: [] };
    expect(() => discord.play({ submit: never, values: {} })).toThrow('No such modal');
    const other = discord.play({ command: 'predict' });
    await send('POST', pathsOf(discord, other).callback, { type: 9, data: form });
    const { original } = pathsOf(discord, other);
    expect((await send('PATCH', original, { content: 'a' })).answer).toMatchObject({ code: 10008 });
  });

  it('are sent in vain once the token is expired', async () => {
    const played = discord.play({ command: 'drift' });
    const { callback, original } = pathsOf(discord, played);
    await send('POST', callback, { type: 5 });
    discord.expireTokens();
    expect((await send('PATCH', original, { content: 'a' })).answer).toMatchObject({ code: 50027 });
  });

  it('know of a subcommand what Discord lets a person send', async () => {
    const options = [
      {
        type: 3,
        name: 'for',
        description: 'How long',
        required: true,
        choices: [{ name: '1 h', value: '1h' }],
      },
      { type: 3, name: 'watch', description: 'Which', autocomplete: true },
    ];
    const snooze = { type: 1, name: 'snooze', description: 'Snooze', options };
    const command = { name: 'alerts', description: 'Alerts', options: [snooze] };
    await send('PUT', `/applications/${discord.appId}/commands`, [command]);
    const inner = [{ name: 'for', type: 3, value: '1h' }];
    expect(discord.interaction('alerts snooze', { for: '1h' }).payload).toMatchObject({
      data: { name: 'alerts', options: [{ type: 1, name: 'snooze', options: inner }] },
    });
    for (const [line, values, fault] of [
      ['alerts', {}, 'which subcommand'],
      ['alerts wake', {}, 'knows no /alerts wake'],
      ['alerts snooze', {}, 'ask for for'],
      ['alerts snooze', { for: '2h' }, 'not take 2h'],
      ['alerts snooze', { for: '1h', why: 'a' }, 'no option why'],
    ] as const)
      expect(() => discord.interaction(line, values)).toThrow(fault);
    expect(() => discord.play({ complete: 'alerts snooze', option: 'for', typed: '' })).toThrow(
      'complete for',
    );
    const typing = discord.play({ complete: 'alerts snooze', option: 'watch', typed: 'de' });
    const focused = { name: 'watch', type: 3, value: 'de', focused: true };
    expect(typing.payload).toMatchObject({ type: 4, data: { options: [{ options: [focused] }] } });
    const choices = [{ name: 'demo', value: 'demo' }];
    await send('POST', pathsOf(discord, typing).callback, { type: 8, data: { choices } });
    expect(await typing.choices()).toEqual(choices);
    expect(idIn({ status: 200, answer: typing.payload })).toBe(typing.id);
  });
});
