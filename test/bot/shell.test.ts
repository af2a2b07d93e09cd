import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { commands } from '../../bot/commands/index.ts';
import { runLine, runOnce, startShell } from '../../bot/shell.ts';
import type { ShellDeps, Show } from '../../bot/shell-run.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { AppError } from '../../core/errors.ts';
import type { Ops } from '../../core/ops/index.ts';
import { everyWord, fieldOf, words } from '../core/cards/words.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

function deps(replies: Partial<Ops> = {}): ShellDeps & { calls: (readonly [string, unknown])[] } {
  return { ...opsDouble(replies), commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };
}

describe('runLine', () => {
  it('runs the command as Discord would have', async () => {
    const world = deps();
    const { card, ok } = await runLine('/retrain demo reason:"weekly check"', world);
    expect(ok).toBe(true);
    expect(card.title).toBe('✅ Retrained demo v7 -> v8');
    expect(world.calls).toEqual([['retrain', { watch: 'demo', reason: 'weekly check', trigger: 'manual' }]]);
  });

  it('names the nearest command for one it does not know', async () => {
    const { card, ok } = await runLine('statsu', deps());
    expect(ok).toBe(false);
    expect(words(card.summary)).toBe('There is no command "statsu"; did you mean "status"?');
    expect(fieldOf(card, 'What to do')).toContain('status, drift, predict');
  });

  it('gives help however it is asked for', async () => {
    for (const line of ['help', '--help', '']) {
      expect((await runLine(line, deps())).card.title).toBe('Commands');
    }
    for (const line of ['help retrain', 'retrain --help', '/retrain demo -h']) {
      const { card, ok } = await runLine(line, deps());
      expect([card.title, ok]).toEqual(['/retrain', true]);
    }
  });

  it('turns a refusal into its card, and a bug into one that gives nothing away', async () => {
    const refused = async (): Promise<never> => {
      throw new AppError('watch_busy', 'demo is being retrained');
    };
    const { card } = await runLine('retrain demo', deps({ retrain: refused }));
    expect(card.footer).toBe('error code: watch_busy');
    const broken = async (): Promise<never> => {
      throw new TypeError('secret of the inside');
    };
    const bug = await runLine('retrain demo', deps({ retrain: broken }));
    expect([bug.ok, bug.card.footer]).toEqual([false, 'error code: internal']);
    expect(everyWord(bug.card)).not.toContain('secret');
  });

  it('shows the steps on the way', async () => {
    const steps: string[] = [];
    const show: Show = ({ summary }) => void steps.push(words(summary));
    await runLine('retrain demo', deps(), show);
    expect(steps).toHaveLength(2);
  });
});

/** A shell over real streams; `left` resolves to the code that onExit was given. */
function shellOver(replies: Partial<Ops> = {}, terminal = false) {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const world = deps(replies);
  const { promise: left, resolve: onExit } = withResolvers<number>();
  const shell = startShell({ ...world, input, output, terminal, colour: false, timezone: 'UTC', onExit });
  const until = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) await once(output, 'data');
  };
  return { input, shell, left, until, calls: world.calls, written: () => text };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('piped lines', () => {
  it('run in order, without a prompt, and end with code 0', async () => {
    const { input, left, written, calls } = shellOver();
    input.end('# a comment\n\nstatus\r\nretrain demo\nlabel p-1 yes');
    expect(await left).toBe(0);
    expect(calls.map(([operation]) => operation)).toEqual(['status', 'retrain', 'label']);
    for (const forbidden of ['vigie>', '\u001b', '▰']) expect(written()).not.toContain(forbidden);
    expect(written().indexOf('Retrained demo')).toBeLessThan(written().indexOf('1 label stored'));
  });

  it('go on after a failure and end with code 1', async () => {
    const { input, left, calls, written } = shellOver();
    input.end('nonsense\nstatus\n');
    expect(await left).toBe(1);
    expect(calls.map(([operation]) => operation)).toEqual(['status']);
    expect(written()).toContain('There is no command "nonsense"');
  });

  it('end at exit, whatever follows', async () => {
    const { input, left, calls } = shellOver();
    input.write('exit\nstatus\n');
    expect(await left).toBe(0);
    expect(calls).toEqual([]);
  });

  it('stop when told to, without calling it an exit', async () => {
    const { input, shell, left, written } = shellOver();
    await shell.stop();
    input.end('status\n');
    expect(await Promise.race([left, Promise.resolve('still here')])).toBe('still here');
    expect(written()).toBe('');
  });
});

describe('the prompt', () => {
  it('runs what is typed, shows progress, and prompts again', async () => {
    const { input, until, written, left } = shellOver({}, true);
    await until('vigie> ');
    input.write('retrain demo\r');
    await until('Retrained demo v7 -> v8');
    expect(written()).toContain('▰▰▱▱▱▱▱▱▱▱ 20 % training on last 500 rows');
    input.write('exit\r');
    expect(await left).toBe(0);
  });

  it('completes with the tab key', async () => {
    const { input, until, calls, left } = shellOver({}, true);
    await until('vigie> ');
    input.write('ret\t');
    await until('retrain ');
    input.write('de\t');
    await until('demo');
    input.write('\r');
    await until('Retrained');
    expect(calls).toEqual([['retrain', { watch: 'demo', trigger: 'manual' }]]);
    input.write('\u0004');
    expect(await left).toBe(0);
  });

  it('leaves at the second Ctrl-C in a row, not at the first', async () => {
    const { input, until, left, calls } = shellOver({}, true);
    await until('vigie> ');
    input.write('half a li\u0003');
    await until('^C');
    input.write('\u0003');
    await until('Press Ctrl-C again to leave.');
    input.write('status\r');
    await until('Status');
    input.write('\u0003');
    input.write('\u0003');
    expect(await left).toBe(0);
    expect(calls.map(([operation]) => operation)).toEqual(['status']);
  });

  it('prints above what is being typed and draws it again', async () => {
    const { input, shell, until, written, left } = shellOver({}, true);
    await until('vigie> ');
    input.write('ret');
    await until('ret');
    const before = written().length;
    shell.print('news of the day\n');
    await until('news of the day');
    // Back to the first column, clear, the news, then the prompt with the words typed so far.
    const [cleared, drawn] = written().slice(before).split('news of the day\n');
    expect(cleared).toBe('\u001b[1G\u001b[0J');
    expect(drawn).toContain('vigie> ret');
    input.write('rain demo\r');
    await until('Retrained demo');
    input.write('\u0004');
    await left;
  });

  it('waits for the running command when it is stopped', async () => {
    const { promise: asked, resolve: ask } = withResolvers<void>();
    const { promise: gate, resolve: open } = withResolvers<void>();
    const status = async (): Promise<never> => {
      ask();
      await gate;
      throw new AppError('conflict', 'late answer');
    };
    const { input, shell, until, written } = shellOver({ status }, true);
    await until('vigie> ');
    input.write('status\r');
    await asked;
    const stopped = shell.stop();
    open();
    await stopped;
    expect(written()).toContain('late answer');
  });
});

describe('runOnce', () => {
  async function once(...argv: string[]) {
    return onceIn('en', ...argv);
  }

  async function onceIn(language: string, ...argv: string[]) {
    const output = new PassThrough();
    const world = { ...deps(), words: wordsOf(language) };
    const code = await runOnce(argv, { ...world, output, terminal: false, colour: false, timezone: 'UTC' });
    return { code, text: String(output.read()), calls: world.calls };
  }

  it('writes one card and ends with code 0', async () => {
    const { code, text, calls } = await once('drift', 'run:now');
    expect(code).toBe(0);
    expect(text).toContain('▌ ✅ No drift - demo v3');
    expect(calls.map(([operation]) => operation)).toEqual(['check', 'drift']);
  });

  it('answers in the language of the screen', async () => {
    const { text } = await onceIn('fr', 'drift', 'run:now');
    expect(text).toContain('▌ ✅ Pas de dérive - demo v3');
    expect(text).toContain('0,03 (seuil 0,25)');
    expect(text).toContain('22 nov. 2026 12:00 UTC');
    expect((await onceIn('fr', 'help', 'retrain')).text).toMatch(/Pour les\s▌\sopérateurs\./);
    expect((await onceIn('fr', 'help')).text).toContain('▌ Commandes');
    expect((await onceIn('fr', 'drfit')).text).toContain('Que faire');
  });

  it('ends with code 1 when the command failed or does not exist', async () => {
    expect((await once('simulate', 'sideways')).code).toBe(1);
    expect((await once('drfit')).text).toContain('did you mean "drift"?');
  });

  it('lists the commands when asked for help or for nothing', async () => {
    for (const argv of [['--help'], ['-h'], ['help'], []]) {
      const { code, text } = await once(...argv);
      expect(code).toBe(0);
      for (const { name } of commands) if (name !== 'help') expect(text).toContain(`/${name}`);
    }
  });
});
