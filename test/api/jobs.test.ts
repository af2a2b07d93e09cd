// Long work over HTTP: what is handed to the operations, and what is made of their answers.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Ops } from '../../core/ops/index.ts';
import type { Caller } from '../../core/ops/operation.ts';
import type { WorkResult } from '../../core/ops/work-result.ts';
import { workOf } from './hand-made-ops.ts';
import { exchange, operator, post, serve, tokens } from './running.ts';

type Api = Awaited<ReturnType<typeof serve>>;

let api: Api | null = null;
afterEach(async () => {
  await api?.stop();
});

interface Asked {
  readonly asked: Parameters<Ops['begin']>[0];
  readonly caller: Caller;
}

/** An API whose work stands like this, whoever asks for it. */
async function open(facts: Partial<WorkResult> = {}, replayed = false) {
  const begun: Asked[] = [];
  const work: WorkResult = { ...workOf('retrain'), ...facts };
  const ops: Partial<Ops> = {
    begin: async (asked, caller) => {
      begun.push({ asked, caller });
      return { work, replayed };
    },
    work: async () => work,
    works: async () => ({ work: [work] }),
  };
  api = await serve({ ops });
  return { url: api.url, begun };
}

const failure = { code: 'champion_exists', message: 'There is one.', remedy: 'Use it.', faults: [] } as const;
const failed = { state: 'failed', error: failure } as const;
const told = {
  ...{ type: 'about:blank', title: 'Conflict', status: 409, detail: 'There is one.' },
  ...{ code: 'champion_exists', remedy: 'Use it.', faults: [] },
};

describe('a request that begins work', () => {
  it.each([
    ['train', '/train', {}, {}],
    ['check', '/drift-check', { watch: 'demo' }, { watch: 'demo' }],
    ['retrain', '/retrain', { reason: 'season' }, { reason: 'season', trigger: 'api' }],
    ['retrain', '/retrain?wait=0', { trigger: 'drift' }, { trigger: 'api' }],
  ])('%s hands POST %s over with its key, its wait and its id', async (operation, path, body, input) => {
    const { url, begun } = await open();
    const { headers } = await post(url + path, body, {
      ...operator,
      'Idempotency-Key': '~a key!~'.replace(' ', '-'),
    });
    const wait = path.endsWith('wait=0') ? 0 : undefined;
    expect(begun[0]?.asked).toEqual({ operation, input, wait, key: '~a-key!~' });
    const { left, ...caller } = begun[0]?.caller ?? {};
    const request = headers.get('x-request-id');
    expect(caller).toEqual({ name: 'otto', scopes: tokens[1].scopes, via: 'http', request });
    expect(left).toBeInstanceOf(AbortSignal);
  });

  it('is answered with the bare result once that is there', async () => {
    const { url } = await open({ state: 'succeeded', result: { version: 3 } });
    const response = await post(`${url}/train`, {});
    expect([response.status, response.headers.get('location')]).toEqual([200, '/jobs/work-1']);
    expect(response.headers.has('idempotent-replayed')).toBe(false);
    expect(await response.json()).toEqual({ version: 3 });
  });

  it('is answered 202 with the job while it runs', async () => {
    const { url } = await open();
    const response = await post(`${url}/train`, {});
    expect([response.status, response.headers.get('location')]).toEqual([202, '/jobs/work-1']);
    expect(await response.json()).toEqual({ ...workOf('retrain') });
  });

  it('is answered with its error as ever, which says where the job is', async () => {
    const { url } = await open(failed, true);
    const response = await post(`${url}/train`, {});
    expect([response.status, response.headers.get('location')]).toEqual([409, '/jobs/work-1']);
    expect(response.headers.get('idempotent-replayed')).toBe('true');
    expect(await response.json()).toEqual(told);
  });

  it('is refused without a place where nothing has begun', async () => {
    api = await serve({
      ops: {
        begin: async () => {
          throw new AppError('idempotency_key_reused', 'This Idempotency-Key began another request before.');
        },
      },
    });
    const response = await post(`${api.url}/train`, {});
    expect([response.status, response.headers.has('location')]).toEqual([422, false]);
    expect(await response.json()).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it.each([
    ['empty', ['']],
    ['256 characters', ['k'.repeat(256)]],
    ['a blank', ['a key']],
    ['not ASCII', ['k\u00e9y']],
    ['two of them', ['one', 'two']],
  ])('is refused when its key is %s', async (_what, keys) => {
    const { begun } = await open();
    const headers = keys.map((key) => `Idempotency-Key: ${key}`);
    const lines = ['POST /train HTTP/1.1', 'Host: a', 'Connection: close', 'Content-Length: 0'];
    const authorization = `Authorization: Bearer ${tokens[1].token}`;
    const answer = await exchange(api?.port ?? 0, [...lines, authorization, ...headers, '', ''].join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 422 /);
    expect(answer).toContain('"path":"Idempotency-Key"');
    expect(begun).toEqual([]);
  });

  it.each(['k', 'k'.repeat(255)])('takes the key %s', async (key) => {
    const { url, begun } = await open();
    await post(`${url}/train`, {}, { ...operator, 'Idempotency-Key': key });
    expect(begun[0]?.asked.key).toBe(key);
  });
});

describe('a job', () => {
  it('is told as it is', async () => {
    const job = {
      ...workOf('train'),
      state: 'interrupted',
      step: { id: 'judging', rows: 3 },
      share: 0.5,
    } as const;
    const { url } = await open(job);
    const response = await fetch(`${url}/jobs/work-1`);
    expect([response.status, await response.json()]).toEqual([200, job]);
  });

  it('carries its error as a request is answered with it', async () => {
    const { url } = await open(failed);
    expect(await (await fetch(`${url}/jobs/work-1`)).json()).toMatchObject({ state: 'failed', error: told });
  });

  it('is listed beside the schedule', async () => {
    const { url } = await open(failed);
    expect(await (await fetch(`${url}/jobs?watch=demo`)).json()).toMatchObject({
      jobs: [{ name: 'patrol' }],
      work: [{ id: 'work-1', state: 'failed', error: told }],
    });
  });
});

describe('who waits', () => {
  /** An API on which everybody waits until nobody does. */
  async function waiting() {
    let wake = () => {};
    const arrived = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const left = new Promise<void>((resolve) => {
      const begin: Ops['begin'] = async (_asked, caller) => {
        caller.left?.addEventListener('abort', () => resolve());
        wake();
        await left;
        return { work: workOf('retrain'), replayed: false };
      };
      opened = serve({ ops: { begin } });
    });
    api = await opened;
    return { url: api.url, arrived, left };
  }
  let opened: Promise<Api>;

  it('is told when the client has gone', async () => {
    const { url, arrived, left } = await waiting();
    const gone = new AbortController();
    const asking = fetch(`${url}/train`, { method: 'POST', headers: operator, signal: gone.signal });
    await arrived;
    gone.abort();
    await expect(asking).rejects.toThrow();
    await left;
  });

  it('is answered with the job when the server stops', async () => {
    const { url, arrived } = await waiting();
    const asking = fetch(`${url}/train`, { method: 'POST', headers: operator });
    await arrived;
    await api?.stop();
    expect((await asking).status).toBe(202);
  });
});
