import { afterEach, describe, expect, it } from 'vitest';
import { status } from './hand-made-ops.ts';
import { bearer, metricsToken, operator, type ProblemJson, serve, stillClock, tokens } from './running.ts';

const wrong = bearer('wrong-token-0123456789-0123456789-01');

describe('RATE_LIMIT', () => {
  let api: Awaited<ReturnType<typeof serve>>;
  afterEach(() => api.stop());
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers });
  const statusesOf = async (path: string, times: number, headers = {}) => {
    const answers: number[] = [];
    for (let time = 0; time < times; time += 1) answers.push((await ask(path, headers)).status);
    return answers;
  };

  it('refuses one request too many with 429, says when to come back, and lets in then', async () => {
    let now = 1_800_000_000_000;
    api = await serve({ rateLimit: 6, clock: { ...stillClock().clock, now: () => now } });
    expect(await statusesOf('/status', 6)).toEqual(Array(6).fill(200));
    const refused = await ask('/status');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect((await refused.json()) as ProblemJson).toMatchObject({
      code: 'rate_limited',
      detail: 'more than 6 requests a minute',
      remedy: expect.stringContaining('RATE_LIMIT'),
    });
    expect(api.rejected).toEqual(['rate']);
    now += 10_000;
    expect(await statusesOf('/status', 2)).toEqual([200, 429]);
  });

  it('is counted for each token and for those who have none', async () => {
    api = await serve({ rateLimit: 3 });
    expect(await statusesOf('/status', 4, operator)).toEqual([200, 200, 200, 429]);
    expect(await statusesOf('/status', 1, bearer(tokens[0].token))).toEqual([200]);
    expect(await statusesOf('/status', 4)).toEqual([200, 200, 200, 429]);
  });

  it('counts a refused token a hundred times, and never holds that against a right one', async () => {
    api = await serve({ rateLimit: 250 });
    expect(await statusesOf('/status', 4, wrong)).toEqual([401, 401, 429, 429]);
    expect(await statusesOf('/status', 2, operator)).toEqual([200, 200]);
    expect(api.rejected).toEqual(['auth', 'auth', 'rate', 'rate']);
  });

  it('spares health and metrics, whatever is asked', async () => {
    api = await serve({ rateLimit: 1, metricsToken });
    for (const path of ['/health/live', '/health/ready'])
      expect(await statusesOf(path, 3)).toEqual([200, 200, 200]);
    expect(await statusesOf('/metrics', 3, bearer(metricsToken))).toEqual([200, 200, 200]);
  });

  it.each([
    ['6000 where others can come in', false, 60],
    ['none on loopback', true, 70],
  ])('is %s when nobody said', async (_what, openReads, unauthorized) => {
    api = await serve({ rateLimit: null, openReads });
    const answers = await statusesOf('/status', 70, wrong);
    expect(answers.filter((each) => each === 401)).toHaveLength(unauthorized);
  });
});

describe('overload', () => {
  it('is a 503 for the 257th request at a time, health and metrics still answer, and it ends with the crowd', async () => {
    let release = () => {};
    let begun = 0;
    let all = () => {};
    const crowded = new Promise<void>((resolve) => {
      all = resolve;
    });
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const api = await serve({
      ops: {
        status: async () => {
          begun += 1;
          if (begun === 256) all();
          await held;
          return status;
        },
      },
    });
    const crowd = Array.from({ length: 256 }, () => fetch(`${api.url}/status`));
    await crowded;
    const refused = await fetch(`${api.url}/drift-check`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await refused.json()) as ProblemJson).toMatchObject({ code: 'overloaded' });
    expect(api.rejected).toEqual(['overload']);
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect((await fetch(api.url + path)).status).toBe(200);
    release();
    expect(new Set((await Promise.all(crowd)).map((each) => each.status))).toEqual(new Set([200]));
    expect((await fetch(`${api.url}/drift-check`)).status).toBe(200);
    await api.stop();
  });
});
