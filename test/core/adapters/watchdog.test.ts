import { describe, expect, it } from 'vitest';
import { built, type Child, runChild } from './child-process.ts';

const silenceMs = 800;
const watched = `
  import { startWatchdog } from ${JSON.stringify(built('core/adapters/watchdog.js'))};
  startWatchdog({ error: (...said) => console.log(...said) }, ${silenceMs});
  const blockFor = (ms) => { const until = Date.now() + ms; while (Date.now() < until); };
`;
/** Long enough for several silences. */
const later = (code: string) => `setTimeout(() => { ${code} }, 2_500);`;
const child = (code: string, flags?: readonly string[]): Child => runChild(watched + code, flags);

describe.concurrent('a loop that stands still', { timeout: 60_000 }, () => {
  it('is ended with a code of its own, and the log says where it stood', async () => {
    const { ended, output } = child('setTimeout(function stuckHere() { for (;;); }, 200);');
    expect(await ended).toBe(70);
    const line =
      output()
        .split('\n')
        .find((one) => one.startsWith('{')) ?? '{}';
    expect(JSON.parse(line)).toEqual({
      level: 60,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      at: expect.arrayContaining([expect.stringMatching(/^stuckHere .+:\d+:\d+$/)]),
      msg: `the main loop stood still for ${silenceMs / 1_000} s: the watchdog ends the process`,
    });
  });

  it('is ended inside machine code too', async () => {
    const { ended, process, output } = child(
      "import { execFileSync } from 'node:child_process'; setTimeout(() => execFileSync('sleep', ['30']), 200);",
    );
    expect([await ended, process.signalCode]).toEqual([null, 'SIGKILL']);
    expect(output()).toContain('the watchdog ends the process');
  });
});

describe.concurrent('a loop that only seems to stand still', { timeout: 60_000 }, () => {
  it('is left alone when it is back in time', async () => {
    const { ended, output } = child(`blockFor(${silenceMs / 4}); ${later('process.exit(7);')}`);
    expect([await ended, output()]).toEqual([7, '']);
  });

  it('is left alone when the whole process was stopped, as it is while a laptop sleeps', async () => {
    const one = child(`console.log('up'); ${later('process.exit(7);')}`);
    await one.says('up');
    one.process.kill('SIGSTOP');
    const sleeper = runChild(`setTimeout(() => {}, ${3 * silenceMs});`);
    await sleeper.ended;
    one.process.kill('SIGCONT');
    expect([await one.ended, one.output()]).toEqual([7, 'up\n']);
  });

  it('is left alone while somebody debugs it', async () => {
    const { ended, output } = child(
      `setTimeout(() => { blockFor(${4 * silenceMs}); process.exit(7); }, 500);`,
      ['--inspect=127.0.0.1:0'],
    );
    expect(await ended).toBe(7);
    expect(output()).not.toContain('watchdog');
  });
});

it('neither its thread nor its timer keeps a process alive', async () => {
  expect(await child('').ended).toBe(0);
}, 60_000);
