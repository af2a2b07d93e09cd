import { describe, expect, it } from 'vitest';
import { built, runChild } from './child-process.ts';

const living = `
  import { createLifecycle } from ${JSON.stringify(built('core/adapters/lifecycle.js'))};
  const log = (level) => (message, facts) => console.log(level, message, String(facts?.err ?? ''));
  const life = createLifecycle({ debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') });
  setInterval(() => {}, 1_000);
`;
const child = (code: string) => runChild(living + code);
/** One whose seconds pass twenty times as fast. */
const hurried = (code: string) =>
  child(`const wait = setTimeout; globalThis.setTimeout = (end, ms) => wait(end, ms / 20);${code}`);

describe('a stop', { timeout: 60_000 }, () => {
  it('closes what was opened last first, also after one that failed, which makes it end with 1', async () => {
    const one = child(`
      life.onStop(async () => console.log('first', life.draining()));
      life.onStop(async () => { throw new Error('torn'); });
      life.onStop(async () => console.log('last', life.draining()));
      console.log('up', life.draining());
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(1);
    expect(one.output()).toBe('up false\nlast true\nerror not closed cleanly Error: torn\nfirst true\n');
  });

  it('begins with all that takes work in, at once', async () => {
    const one = child(`
      let second = () => {};
      life.onIntakeStop(() => { console.log('first'); return new Promise((resolve) => { second = resolve; }); });
      life.onStop(async () => console.log('rest'));
      life.onIntakeStop(async () => { console.log('second'); second(); });
      console.log('up');
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(one.output()).toBe('up\nfirst\nsecond\nrest\n');
  });

  it('cuts short after ten seconds what does not end by itself', async () => {
    const one = hurried(`
      let end = () => {};
      life.onIntakeStop(() => new Promise((resolve) => { end = resolve; }));
      life.onCut(() => { console.log('cut'); end(); });
      life.onStop(async () => console.log('rest'));
      console.log('up');
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(one.output()).toBe('up\ncut\nrest\n');
  });

  it('that never ends is over within twenty-eight seconds, with 1', async () => {
    const one = hurried(`
      life.onCut(() => console.log('cut'));
      life.onStop(() => new Promise(() => {}));
      console.log('up');
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(1);
    expect(one.output()).toBe('up\ncut\nerror ended before everything was closed \n');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('asked for again by %s ends at once', async (signal) => {
    const one = child(`
      life.onStop(() => { console.log('closing'); return new Promise(() => {}); });
      console.log('up');
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    await one.says('closing');
    one.process.kill(signal);
    expect(await one.ended).toBe(1);
  });
});

describe('an unhandled rejection', { timeout: 60_000 }, () => {
  it('is told, and ends the process with 1 once everything is closed', async () => {
    const { ended, output } = child(`
      life.onStop(async () => console.log('closed'));
      void Promise.reject(new Error('nobody'));
    `);
    expect(await ended).toBe(1);
    expect(output()).toBe('error unhandled rejection Error: nobody\nclosed\n');
  });

  it('that somebody claims leaves the process as it is', async () => {
    const { ended, output } = child(`
      life.claim((reason) => reason.message === 'theirs');
      void Promise.reject(new Error('theirs'));
      setTimeout(() => process.exit(7), 200);
    `);
    expect([await ended, output()]).toEqual([7, '']);
  });

  it('during a stop does not cut it short', async () => {
    const one = child(`
      life.onStop(() => new Promise((resolve) => setTimeout(() => { console.log('closed'); resolve(); }, 300)));
      life.onStop(async () => { void Promise.reject(new Error('late')); });
      console.log('up');
    `);
    await one.says('up');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(1);
    expect(one.output()).toContain('closed');
  });
});
