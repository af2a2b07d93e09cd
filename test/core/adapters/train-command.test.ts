import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { commandTrainer } from '../../../core/adapters/train-command.ts';
import { AppError, cutShort } from '../../../core/errors.ts';
import { refusalOf } from './refusal.ts';

const trainer = commandTrainer({ PATH: '/usr/bin:/bin', HOME: '/nobody', SECRET: 'hush', WANTED: 'yes' });
const node = process.execPath;
const never = new AbortController().signal;

/** A command that runs a script with the paths of both files as arguments. */
const running = (script: string, own: { timeoutMs?: number; environment?: string[] } = {}) => ({
  watch: 'shop',
  csv: 'x,label\n1,yes\n',
  command: { argv: [node, '-e', script, '{data}', '{output}'], timeoutMs: 60_000, environment: [], ...own },
});

const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('vigie-train-'));
const files = "const [, data, output] = process.argv; const fs = require('node:fs');";

describe('a training command', () => {
  it('gets the rows as a file and gives back the file it wrote; both are gone afterwards', async () => {
    const before = left();
    const bytes = await trainer.train(running(`${files} fs.copyFileSync(data, output)`), never);
    expect(Buffer.from(bytes).toString()).toBe('x,label\n1,yes\n');
    expect(left()).toEqual(before);
  });

  it('gets of our environment what is listed, and nothing else', async () => {
    const script = `${files} fs.writeFileSync(output, JSON.stringify(process.env))`;
    const bytes = await trainer.train(running(script, { environment: ['WANTED', 'ABSENT'] }), never);
    const names = Object.keys(JSON.parse(Buffer.from(bytes).toString()));
    expect(names.sort()).toEqual(['HOME', 'PATH', 'WANTED']);
  });

  it('is read by no shell', async () => {
    const order = running(`${files} fs.writeFileSync(output, process.argv[3])`);
    const argv = [
      node,
      '-e',
      `${files} fs.writeFileSync(output, process.argv[3])`,
      '{data}',
      '{output}',
      '$(id); *',
    ];
    const bytes = await trainer.train({ ...order, command: { ...order.command, argv } }, never);
    expect(Buffer.from(bytes).toString()).toBe('$(id); *');
  });

  it('that fails is told by the last twenty lines it printed', async () => {
    const script = "for (let i = 1; i <= 30; i++) console.error('line ' + i); process.exit(3)";
    const refusal = await refusalOf(trainer.train(running(script), never));
    expect(refusal.code).toBe('bad_data');
    const [first, ...lines] = refusal.message.split('\n');
    expect(first).toBe('The training command of watch "shop" ended with code 3.');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([20, 'line 11', 'line 30']);
  });

  it('that writes nothing, or cannot be started, is told as that', async () => {
    expect((await refusalOf(trainer.train(running(''), never))).message).toContain('wrote no model');
    const order = running('');
    const argv = ['no-such-program', '{data}', '{output}'];
    const refusal = await refusalOf(trainer.train({ ...order, command: { ...order.command, argv } }, never));
    expect([refusal.code, refusal.message]).toEqual([
      'invalid_config',
      'The training command "no-such-program" cannot be started.',
    ]);
  });

  it('ends when its time is over', async () => {
    const script = "console.log('started'); setInterval(() => {}, 1000)";
    const refusal = await refusalOf(trainer.train(running(script, { timeoutMs: 300 }), never));
    expect(refusal.message).toContain('took longer than 0.005 min');
  });

  it('ends with the process it was started by', async () => {
    const over = new AbortController();
    const own = commandTrainer({ PATH: '/usr/bin:/bin' }, over.signal);
    const training = refusalOf(own.train(running('setInterval(() => {}, 1000)'), never));
    over.abort(cutShort());
    expect(await training).toBe(over.signal.reason);
  });

  it('ends with all it started when it is cancelled', async () => {
    const cancelled = new AppError('cancelled', 'The retrain was cancelled by ada.');
    const stop = new AbortController();
    // The grandchild would outlive its parent if the parent alone were ended.
    const script = `${files}
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      fs.writeFileSync(process.env.WANTED, String(child.pid)); setInterval(() => {}, 1000);`;
    const place = `${tmpdir()}/vigie-grandchild-${process.pid}`;
    const own = commandTrainer({ PATH: '/usr/bin:/bin', WANTED: place });
    const training = refusalOf(own.train(running(script, { environment: ['WANTED'] }), stop.signal));
    await expect
      .poll(() => existsSync(place) && readFileSync(place, 'utf8') !== '', { timeout: 20_000 })
      .toBe(true);
    const grandchild = Number(readFileSync(place, 'utf8'));
    rmSync(place);
    stop.abort(cancelled);
    expect(await training).toBe(cancelled);
    await expect.poll(() => alive(grandchild), { timeout: 20_000 }).toBe(false);
    expect(await refusalOf(own.train(running(''), stop.signal))).toBe(cancelled);
  });
});

/** A process that has ended but was not waited for by whoever inherited it is over all the same. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return existsSync(`/proc/${pid}`) ? !/\bZ\b/.test(stateOf(pid)) : true;
}

function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.slice(0, 1) ?? '';
}
