// Settings that a person replaces while the service runs: they hold at once and in every process, and can be taken back.
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../bot/commands/index.ts';
import { runLine } from '../../bot/shell.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { AppError } from '../../core/errors.ts';
import { createOps } from '../../core/ops/index.ts';
import { everyWord } from '../core/cards/words.ts';
import { silent } from '../fakes/log.ts';
import { callerOf, minute, openStage, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const admin = callerOf('admin', 'shell');
const set = (setting: string, value: string, watch?: string) =>
  stage.ops.setConfig({ setting, value, ...(watch === undefined ? {} : { watch }) }, admin);

describe('a policy that was replaced', () => {
  it('is what the next drift meets, in every process, until it is taken back', async () => {
    stage = await openStage({ watch: { mode: 'seed' } });
    await stage.arrive(600);
    await stage.patrol();
    const decided = { by: 'ada', at: stage.clock.now() };
    expect(
      await stage.process('second').ops.setConfig({ setting: 'policy', value: 'manual' }, admin),
    ).toEqual({
      setting: 'policy',
      watch: 'shop',
      before: 'auto',
      now: 'manual',
      own: 'auto',
      decided,
    });
    const waiting = await stage.rounds(6, { turned: true });
    expect(waiting.map(({ retrain }) => retrain)).toEqual(waiting.map(() => null));
    expect((await stage.ops.status({}, admin)).watches).toMatchObject([{ policy: 'manual', state: 'ALARM' }]);
    expect((await stage.ops.config({}, admin)).watches).toMatchObject([
      { policy: 'auto', replaced: { policy: { value: 'manual', ...decided }, channel: null } },
    ]);
    expect(await stage.ops.resetConfig({ setting: 'policy' }, admin)).toMatchObject({
      before: 'manual',
      now: 'auto',
      decided: null,
    });
    const acting = await stage.rounds(3, { turned: true });
    expect(acting.some(({ retrain }) => retrain !== null)).toBe(true);
  });

  it('may be shadow, under which nothing is promoted', async () => {
    stage = await openStage({ watch: { policy: 'manual' } });
    await stage.arrive(600);
    await stage.patrol();
    await set('policy', ' shadow ');
    await stage.arrive(600, { turned: true });
    await stage.patrol();
    expect((await stage.ops.retrain({}, admin)).outcome).toMatchObject({ result: 'rejected' });
    await stage.ops.resetConfig({ setting: 'policy' }, admin);
    expect((await stage.ops.retrain({}, admin)).outcome).toMatchObject({ result: 'promoted' });
  });
});

describe('a channel that was replaced', () => {
  it('is where the next card goes: that of the watch, else that of all, else as before', async () => {
    stage = await openStage({ watch: { channel: '11111' } });
    const told = async () => {
      await stage.ops.testCard({ watch: 'shop' }, admin);
      return stage.mailbox.deliveries.at(-1)?.news.channel;
    };
    expect(await told()).toBe('11111');
    await set('channel', '<#22222>');
    expect(await told()).toBe('11111');
    expect(await set('channel', '33333', 'shop')).toMatchObject({
      before: '11111',
      own: '11111',
      now: '33333',
    });
    expect(await told()).toBe('33333');
    expect(await stage.process('second').ops.chatDecisions()).toMatchObject({
      channel: '22222',
      channels: { shop: '33333' },
    });
    await stage.ops.resetConfig({ setting: 'channel', watch: 'shop' }, admin);
    expect(await told()).toBe('11111');
  });

  it('is refused where Discord says that no card can go there, and by a webhook always', async () => {
    stage = await openStage();
    const { notifier } = stage.mailbox;
    const requireChannel = async () => {
      throw new AppError('not_found', 'no such channel');
    };
    const asking = createOps({ ...stage.world, notifier: { ...notifier, requireChannel } });
    const input = { setting: 'channel', value: '22222' };
    expect((await refusalOf(asking.setConfig(input, admin))).message).toBe('no such channel');
    expect((await refusalOf(asking.setDigest({ channel: '22222' }, admin))).code).toBe('not_found');
    const hooked = createOps({ ...stage.world, notifier: { ...notifier, name: 'webhook' } });
    expect((await refusalOf(hooked.setConfig(input, admin))).code).toBe('unsupported');
    expect((await stage.ops.config({}, admin)).replaced.channel).toBeNull();
  });
});

describe('operators that were replaced', () => {
  it('are whom a reminder calls', async () => {
    stage = await openStage({ watch: { policy: 'manual' } });
    await stage.arrive(600);
    await stage.patrol();
    await set('operators', '<@&44444>, 55555 44444');
    await stage.rounds(20, { turned: true });
    stage.clock.advance(20 * minute);
    await stage.ops.follow({}, admin);
    await stage.ops.deliver({}, admin);
    const called = stage.mailbox.deliveries.flatMap(({ news }) =>
      news.kind === 'reminder' ? [news.roleIds] : [],
    );
    expect(called).toEqual([['44444', '55555']]);
    expect(await stage.ops.chatDecisions()).toMatchObject({ operators: ['44444', '55555'], admins: [] });
  });
});

describe('what cannot be', () => {
  it.each([
    ['channel', 'general', 'value: use a Discord channel: #name in Discord, or its id of 5 to 25 digits'],
    ['policy', 'never', 'value: use auto, approve, shadow, manual'],
    ['admins', ' , ', 'value: use one or more Discord roles: @name in Discord, or ids, separated by commas'],
    [
      'operators',
      '<@44444>',
      'value: use one or more Discord roles: @name in Discord, or ids, separated by commas',
    ],
    ['threshold', '0.3', 'setting: use channel, policy, operators, admins'],
  ])('%s %j', async (setting, value, message) => {
    stage = await openStage();
    const refused = await refusalOf(set(setting, value));
    expect([refused.code, refused.message]).toEqual(['invalid_input', message]);
  });

  it('is a watch where none is meant, a model elsewhere, an operator who sets, and a reset of nothing', async () => {
    stage = await openStage({ watch: { champion: 'external' } });
    expect((await refusalOf(set('admins', '44444', 'shop'))).message).toContain('leave the watch out');
    expect((await refusalOf(set('channel', '44444', 'none'))).code).toBe('unknown_watch');
    expect((await refusalOf(set('policy', 'shadow'))).code).toBe('unsupported');
    const operator = callerOf('operator');
    const input = { setting: 'channel', value: '44444' };
    expect((await refusalOf(stage.ops.setConfig(input, operator))).code).toBe('forbidden');
    expect((await refusalOf(stage.ops.resetConfig({ setting: 'channel' }, admin))).code).toBe('conflict');
  });
});

describe('whoever types it in a terminal', () => {
  const typed = async (line: string) => {
    const { clock, ops } = stage;
    clock.advance(1);
    const shell = { ops, commands, caller: admin, clock, log: silent, words: wordsOf('en') };
    return (await runLine(line, shell)).card;
  };

  it('sees what holds now, and the audit log has it', async () => {
    stage = await openStage();
    expect((await typed('config set policy shadow reason:holidays')).title).toBe(
      '⚙️ Retraining policy: shadow - shop',
    );
    expect(everyWord(await typed('config show'))).toContain('shadow, set by ada');
    expect((await typed('config fixer channel 44444')).title).toBe(
      '⚙️ Channel of the cards: 44444 - all watches',
    );
    expect((await typed('digest set hour:8 zone:Europe/Paris')).title).toBe(
      '🗓️ Digest every day at 08:00 (Europe/Paris)',
    );
    expect((await typed('digest now')).title).toBe('📋 Digest of the last 24 hours');
    expect((await typed('config reset policy')).title).toBe('⚙️ Retraining policy: auto - shop');
    const { lines } = await stage.ops.history({ kind: 'audit' }, admin);
    expect(lines).toMatchObject([
      { operation: 'resetConfig', args: { setting: 'policy' }, outcome: 'ok', by: 'ada', via: 'shell' },
      { operation: 'setDigest', args: { hour: 8, zone: 'Europe/Paris' } },
      { operation: 'setConfig', args: { setting: 'channel', value: '44444' } },
      { operation: 'setConfig', args: { setting: 'policy', value: 'shadow', reason: 'holidays' } },
    ]);
  });

  it('is told of the subcommands by the bare word', async () => {
    stage = await openStage();
    expect(everyWord(await typed('config'))).toContain('config show, config set, config reset');
    expect(everyWord(await typed('digest'))).toContain('digest now, digest set, digest reset');
  });
});
