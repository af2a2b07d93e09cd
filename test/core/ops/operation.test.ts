import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createPrometheus } from '../../../core/adapters/prometheus.ts';
import { steppedClock } from '../../../core/adapters/system.ts';
import { AppError } from '../../../core/errors.ts';
import { type Caller, operation } from '../../../core/ops/operation.ts';
import type { Logger } from '../../../core/ports.ts';

const input = z.strictObject({ rows: z.array(z.number()) });
const operator: Caller = { name: 'ada', via: 'http', role: 'operator' };

function open(answer: (given: { rows: number[] }) => number = ({ rows }) => rows.length) {
  const clock = steppedClock(0);
  const lines: [string, string, Record<string, unknown>][] = [];
  const note = (level: string) => (message: string, facts?: Readonly<Record<string, unknown>>) =>
    void lines.push([level, message, { ...facts }]);
  const log: Logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const metrics = createPrometheus(clock);
  const world = { clock, log, metrics, random: { id: () => 'abcdefgh-1234' } };
  const facts = { name: 'count', scope: 'operate', input } as const;
  const run = operation(world, facts, async (given) => answer(given));
  const outcomes = async () =>
    (await metrics.render()).body
      .split('\n')
      .filter((line) => line.startsWith('operations_total{operation="count"') && !line.endsWith(' 0'));
  return { run, lines, outcomes };
}

describe('an operation', () => {
  it('answers, and is counted and logged once', async () => {
    const { run, lines, outcomes } = open();
    expect(await run({ rows: [1, 2] }, operator)).toBe(2);
    expect(lines).toEqual([
      ['debug', 'operation ended', { operation: 'count', by: 'ada', via: 'http', ms: 0 }],
    ]);
    expect(await outcomes()).toEqual(['operations_total{operation="count",outcome="ok"} 1']);
  });

  it('names every fault of its input by its path', async () => {
    const { run } = open();
    const refusal = await run({ rows: [1, 'two', 3, 'four'], more: 1 }, operator).catch(
      (cause: unknown) => cause,
    );
    expect(refusal).toMatchObject({ code: 'invalid_input', status: 422 });
    const paths = refusal instanceof AppError ? refusal.faults.map(({ path }) => path) : [];
    expect(paths).toEqual(expect.arrayContaining(['rows.1', 'rows.3']));
    expect(refusal).toHaveProperty('message', expect.stringMatching(/^rows\.1: /));
  });

  it.each([undefined, null, 'text', 7, []])('refuses an input of %j', async (given) => {
    await expect(open().run(given, operator)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('passes an expected failure on as it is', async () => {
    const failure = new AppError('not_enough_data', 'too few rows');
    const { run, outcomes } = open(() => {
      throw failure;
    });
    await expect(run({ rows: [] }, operator)).rejects.toBe(failure);
    expect(await outcomes()).toEqual(['operations_total{operation="count",outcome="not_enough_data"} 1']);
  });

  it('tells nobody but the log what a bug was', async () => {
    const bug = new TypeError('the password is hunter2');
    const { run, lines } = open(() => {
      throw bug;
    });
    const shown = await run({ rows: [] }, operator).catch((cause: unknown) => cause);
    expect(shown).toMatchObject({
      code: 'internal',
      message: 'Something went wrong inside Vigie (error abcdefgh).',
    });
    expect(lines).toEqual([['error', 'bug', { operation: 'count', errorId: 'abcdefgh', err: bug }]]);
  });
});
