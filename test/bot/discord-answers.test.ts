// Answers while Discord is ill: whatever breaks on the way, the asker finds one message.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chartOf, sameCharts } from '../fakes/charts.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { type Fault, rateLimited, refusal } from '../fakes/discord/faults.ts';
import type { ManualClock } from '../fakes/discord/manual-clock.ts';
import type { FakeDiscord } from '../fakes/discord/server.ts';
import { type DiscordWorld, openWorld } from './discord-world.ts';

const callback = /^\/interactions\//;
const original = /\/messages\/@original$/;

let world: DiscordWorld;
let clock: ManualClock;
let discord: FakeDiscord;
beforeEach(async () => {
  world = await openWorld();
  ({ clock, discord } = world);
});
afterEach(() => world.close());

const titles = () => discord.messages().map(({ embeds }) => embeds[0]?.title);
const drift = commandOf('drift', async () => ({ ...cardOf('No drift'), chart: chartOf('drift') }));

describe('one question has one answer', () => {
  it.each<[string, Fault]>([
    ['its deferral is refused for a moment', { path: callback, with: rateLimited(0.02) }],
    ['all of Discord wants a moment of rest', { path: callback, with: rateLimited(0.02, 'global') }],
    ['nobody hears that it was deferred', { path: callback, with: 'lose' }],
    ['its edit has to wait', { path: original, with: rateLimited(0.02, 'shared') }],
    ['its edit has to wait with everything else', { path: original, with: rateLimited(0.02, 'global') }],
    ['its token is no longer known', { path: original, with: refusal(401, 50027, 'Invalid Webhook Token') }],
    ['its message was deleted', { path: original, with: refusal(404, 10008, 'Unknown Message') }],
    ['its picture is not taken', { path: original, with: refusal(403, 50013, 'Missing Permissions') }],
  ])('when %s', async (_, fault) => {
    await world.start({ commands: [drift], charts: sameCharts });
    discord.fail(fault);
    await discord.command('drift');
    expect(titles()).toEqual(['No drift']);
  });

  it.each<[string, Fault['with']]>([
    ['cut before', 'drop'],
    ['cut after', 'lose'],
    ['answered with 500', { status: 500 }],
  ])('when its edit is %s', async (_, fault) => {
    const plain = commandOf('drift', async () => cardOf('No drift'));
    await world.start({ commands: [plain] });
    discord.fail({ path: original, with: fault });
    const answer = discord.command('drift');
    await clock.sleeping(1_000);
    clock.advance(1_000);
    await answer;
    await world.stop();
    expect(titles()).toEqual(['No drift']);
  });

  it('when its edit would have to wait for long: in the channel', async () => {
    await world.start({ commands: [drift] });
    discord.fail({ path: original, with: rateLimited(60) });
    const answer = discord.command('drift', {}, { user: '4242' });
    for (const wait of [1_000, 2_000, 4_000]) {
      await clock.sleeping(wait);
      clock.advance(wait);
    }
    expect(await answer).toMatchObject({ interaction: null, pinged: ['4242'] });
    expect(titles()).toEqual(['No drift']);
  });

  it('when its event comes twice, to a button as to a command', async () => {
    let runs = 0;
    const again = { kind: 'button', look: 'plain', label: 'Again', command: 'drift', args: {} } as const;
    const counted = commandOf('drift', async () => ({ ...cardOf(`Run ${++runs}`), actions: [again] }));
    await world.start({ commands: [counted] });
    const shown = await discord.command('drift');
    const pressed = discord.play({ press: shown, button: 'Again' });
    pressed.again();
    await pressed.answer();
    pressed.again();
    await world.stop();
    expect(titles()).toEqual(['Run 1', 'Run 2']);
  });
});
