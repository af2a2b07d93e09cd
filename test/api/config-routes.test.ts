import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, serve, tokens } from './running.ts';

describe('settings over HTTP', () => {
  let api: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    api = await serve();
  });
  afterEach(() => api.stop());

  it.each([
    ['PUT', '/config/policy', { value: 'shadow', watch: 'demo', setting: 'admins' }, 'setConfig'],
    ['DELETE', '/config/policy?watch=demo', null, 'resetConfig'],
    ['PUT', '/digest', { hour: 8 }, 'setDigest'],
    ['DELETE', '/digest', null, 'resetDigest'],
  ])('%s %s: the path names the setting, whatever the body says', async (method, path, body, operation) => {
    const headers = { 'Content-Type': 'application/json', ...bearer(tokens[2].token) };
    const init = { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) };
    expect((await fetch(api.url + path, init)).status).toBe(200);
    const setting = { setting: 'policy', watch: 'demo' };
    const inputs = {
      setConfig: { ...setting, value: 'shadow' },
      resetConfig: setting,
      setDigest: { hour: 8 },
    };
    expect(api.calls).toMatchObject([{ operation, input: { resetDigest: {}, ...inputs }[operation] }]);
  });
});
