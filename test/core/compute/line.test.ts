import { describe, expect, it } from 'vitest';
import { lineBefore } from '../../../core/compute/line.ts';
import { isCutShort } from '../../../core/errors.ts';

const never = new AbortController().signal;

/** Somebody who stands in a line, and what was said about it. */
function someone(line: ReturnType<typeof lineBefore>, signal: AbortSignal = never) {
  const heard: (number | 'in' | 'out')[] = [];
  const leave = line
    .enter(signal, (before) => heard.push(before))
    .then(
      (given) => {
        heard.push('in');
        return given;
      },
      (cause: unknown) => {
        heard.push('out');
        throw cause;
      },
    );
  leave.catch(() => {});
  return { heard, leave };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the line before the workers', () => {
  it('lets as many in as there are places, without a word', async () => {
    const line = lineBefore(2);
    const both = [someone(line), someone(line)];
    await settled();
    expect(both.map(({ heard }) => heard)).toEqual([['in'], ['in']]);
  });

  it('tells each how many stand before, and lets them in as they came', async () => {
    const line = lineBefore(1);
    const [first, second, third] = [someone(line), someone(line), someone(line)];
    await settled();
    expect([second.heard, third.heard]).toEqual([[1], [2]]);
    (await first.leave)();
    await settled();
    expect(second.heard).toEqual([1, 'in']);
    expect(third.heard.at(-1)).toBe(1);
    (await second.leave)();
    await settled();
    expect(third.heard.at(-1)).toBe('in');
  });

  it('gives a place back once, however often it is given back', async () => {
    const line = lineBefore(1);
    const first = await someone(line).leave;
    const others = [someone(line), someone(line)];
    first();
    first();
    await settled();
    expect(others.map(({ heard }) => heard.includes('in'))).toEqual([true, false]);
  });

  it('lets whoever gives up go at once, and the others move up', async () => {
    const line = lineBefore(1);
    await someone(line).leave;
    const bored = new AbortController();
    const [second, third] = [someone(line, bored.signal), someone(line)];
    bored.abort(new Error('cancelled by bob'));
    await expect(second.leave).rejects.toThrow('cancelled by bob');
    expect(third.heard).toEqual([2, 1]);
    await expect(someone(line, bored.signal).leave).rejects.toThrow('cancelled by bob');
  });

  it('is cut short for all when the process stops, not failed', async () => {
    const line = lineBefore(1);
    await someone(line).leave;
    const second = someone(line);
    line.close();
    for (const { leave } of [second, someone(line)])
      expect(isCutShort(await leave.catch((cause: unknown) => cause))).toBe(true);
  });
});
