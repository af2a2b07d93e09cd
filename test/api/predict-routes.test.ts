import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymous, post, serve } from './running.ts';

let api: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  api = await serve();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.calls.length = 0;
});

describe('POST /predict', () => {
  const row = { age: 41, city: 'Lyon', income: null };

  it.each([
    ['a batch of rows', { watch: 'demo', rows: [row, row] }, { watch: 'demo', rows: [row, row] }],
    ['the single-row form', { features: row }, { rows: [row] }],
    ['the single-row form with a watch', { watch: 'demo', features: row }, { watch: 'demo', rows: [row] }],
    ['a bare row', row, { rows: [row] }],
    ['a bare row with a watch', { watch: 'demo', ...row }, { watch: 'demo', rows: [row] }],
    ['a bare row with a number named features', { features: 3 }, { rows: [{ features: 3 }] }],
    ['an empty object, which the operation has to refuse', {}, {}],
  ])('takes %s', async (_form, body, input) => {
    const response = await post(`${api.url}/predict`, body, {});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      watch: 'demo',
      version: 1,
      predictions: [{ id: 'p1', label: 'yes', probabilities: { yes: 0.75, no: 0.25 } }],
      stored: true,
    });
    expect(api.calls).toEqual([{ operation: 'predict', input, caller: anonymous }]);
  });

  it('takes the watch from the query, which is never mistaken for a feature', async () => {
    await post(`${api.url}/predict?watch=churn&force=false`, row, {});
    expect(api.calls[0]?.input).toEqual({ watch: 'churn', force: false, rows: [row] });
  });

  it('explains where the query or the long form asks for it', async () => {
    await post(`${api.url}/predict?explain=true`, row, {});
    await post(`${api.url}/predict`, { features: row, explain: true }, {});
    expect(api.calls.map(({ input }) => input)).toEqual([
      { explain: true, rows: [row] },
      { explain: true, rows: [row] },
    ]);
  });

  it('takes a batch of almost a megabyte', async () => {
    const rows = Array.from({ length: 20_000 }, (_, number) => ({ a: number, b: 0.123456789012345 }));
    const body = JSON.stringify({ rows });
    expect(body.length).toBeGreaterThan(600_000);
    const response = await post(`${api.url}/predict`, { rows }, {});
    expect(response.status).toBe(200);
    expect(api.calls[0]?.input).toEqual({ rows });
  });
});
