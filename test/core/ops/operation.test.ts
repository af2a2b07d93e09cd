import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createPrometheus } from '../../../core/adapters/prometheus/index.ts';
import { steppedClock } from '../../../core/adapters/system.ts';
import type { AuditEntry } from '../../../core/audit.ts';
import { AppError } from '../../../core/errors.ts';
import { type Caller, operation } from '../../../core/ops/operation.ts';
import { traced } from '../../../core/ops/traced.ts';
import type { Logger } from '../../../core/ports.ts';
import { remembering } from '../../fakes/log.ts';

const input = z.strictObject({
  rows: z.array(z.number()),
  note: z.string().optional(),
  watch: z.string().optional(),
});
const operator: Caller = { name: 'ada', via: 'http', role: 'operator' };

type Answer = (given: { rows: number[] }) => number;

function open(answer: Answer = ({ rows }) => rows.length, broken = false) {
  const clock = steppedClock(0);
  const lines: [string, string, Record<string, unknown>][] = [];
  const note = (level: string) => (message: string, facts?: Readonly<Record<string, unknown>>) =>
    void lines.push([level, message, { ...facts }]);
  const log: Logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const metrics = createPrometheus(clock, { version: '0.0.0', node: 'v0' });
  const entries: AuditEntry[] = [];
  const audit = {
    add: async (entry: AuditEntry) => {
      if (broken) throw new AppError('storage_unavailable', 'away');
      entries.push(entry);
    },
    list: async () => [],
  };
  const watches = new Map([['shop', null]]);
  const world = { clock, log, metrics, random: { id: () => 'abcdefgh-1234' }, store: { audit }, watches };
  const led = (rows: number) => ({ version: rows });
  const facts = { name: 'count', scope: 'operate', input, led } as const;
  const run = operation(world, facts, async (given) => answer(given));
  const outcomes = async () =>
    (await metrics.render()).body
      .split('\n')
      .filter((line) => line.startsWith('operations_total{operation="count"') && !line.endsWith(' 0'));
  return { run, lines, outcomes, entries, clock };
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
    expect(await outcomes()).toEqual(['operations_total{operation="count",outcome="refused"} 1']);
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

describe('a watch that the input names', () => {
  it('is in the log line, however the operation ends', async () => {
    const { run, lines } = open(({ rows }) => {
      if (rows.length > 1) throw new AppError('not_enough_data', 'too few rows');
      if (rows.length === 0) throw new TypeError('a bug');
      return rows.length;
    });
    for (const rows of [[1], [1, 2], []]) await run({ watch: 'shop', rows }, operator).catch(() => {});
    expect(lines.map(([, message, { watch }]) => [message, watch])).toEqual([
      ['operation ended', 'shop'],
      ['operation refused', 'shop'],
      ['bug', 'shop'],
    ]);
  });
});

describe('a request', () => {
  const asked = { ...operator, request: 'request-1' };

  it('is named by the log lines of its operation, however that ends, and by the audit record', async () => {
    const { run, lines, entries } = open(({ rows }) => {
      if (rows.length > 1) throw new TypeError('a bug');
      return rows.length;
    });
    await run({ rows: [1] }, asked);
    await run({ rows: ['one'] }, asked).catch(() => {});
    await run({ rows: [1, 2] }, asked).catch(() => {});
    expect(lines.map(([, message, { request }]) => [message, request])).toEqual([
      ['operation ended', 'request-1'],
      ['operation refused', 'request-1'],
      ['bug', 'request-1'],
    ]);
    expect(entries.map(({ request }) => request)).toEqual(['request-1', 'request-1', 'request-1']);
  });

  it('is named by what the operation itself logs', () => {
    const { log, lines } = remembering();
    const world = traced(log, asked);
    world.warn('a lease could not be renewed', { id: 'work:shop' });
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'a lease could not be renewed',
        facts: { request: 'request-1', id: 'work:shop' },
      },
    ]);
    expect(traced(log, operator)).toBe(log);
  });
});

describe('the audit record of a write', () => {
  it('says who did what from where, how long it took and what came of it', async () => {
    const { run, entries, clock } = open(({ rows }) => {
      clock.advance(40);
      return rows.length;
    });
    await run({ rows: [1, 2], note: 'because' }, { ...operator, id: '81' });
    expect(entries).toEqual([
      {
        at: 0,
        by: 'ada',
        person: '81',
        via: 'http',
        operation: 'count',
        watch: 'shop',
        args: { rows: 2, note: 'because' },
        outcome: 'ok',
        ms: 40,
        traffic: false,
        led: { incident: null, version: 2, run: null },
      },
    ]);
  });

  it('is left by a refusal too, with what was asked for', async () => {
    const { run, entries } = open();
    await run({ rows: [1] }, { ...operator, role: 'viewer' }).catch(() => {});
    expect(entries).toMatchObject([{ outcome: 'forbidden', args: { rows: 1 }, by: 'ada' }]);
  });

  it('keeps nothing of an input that its schema refuses', async () => {
    const { run, entries } = open();
    await run({ rows: [], token: 'hunter2' }, operator).catch(() => {});
    expect(entries).toMatchObject([{ outcome: 'invalid_input', args: {} }]);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  it('cuts a long text', async () => {
    const { run, entries } = open();
    await run({ rows: [], note: '😀'.repeat(500) }, operator);
    expect(entries[0]?.args['note']).toBe(`${'😀'.repeat(199)}…`);
  });

  it('is not left by a job', async () => {
    const { run, entries } = open();
    await run({ rows: [] }, { name: 'vigie', via: 'job', role: 'admin' });
    expect(entries).toEqual([]);
  });

  it('that cannot be written undoes nothing, and the log says so', async () => {
    const { run, lines } = open(undefined, true);
    expect(await run({ rows: [1] }, operator)).toBe(1);
    expect(lines.at(-1)?.slice(0, 2)).toEqual(['error', 'a write is missing in the audit log']);
  });
});
