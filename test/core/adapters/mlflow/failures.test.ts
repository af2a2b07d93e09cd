import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMlflowTracker } from '../../../../core/adapters/mlflow/tracker.ts';
import { AppError } from '../../../../core/errors.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { nobody, packageOf, stepping, usualTls } from './tracked.ts';

const common = { publicUrl: '', experiment: 'vigie', tls: usualTls, packageOf };

/** What ping throws; everything of it, causes included, must be free of the word "secret". */
async function failureOf(options: Partial<Parameters<typeof createMlflowTracker>[0]>): Promise<AppError> {
  const failure: unknown = await Promise.resolve()
    .then(() =>
      createMlflowTracker(
        { ...common, trackingUri: 'http://127.0.0.1', auth: nobody, ...options },
        stepping(),
      ).ping(),
    )
    .then(
      () => undefined,
      (cause: unknown) => cause,
    );
  expect(inspect(failure, { depth: 10 })).not.toMatch(/secret|c2VjcmV0/);
  if (failure instanceof AppError) return failure;
  throw new Error('an AppError was expected', { cause: failure });
}

async function withFake<T>(
  options: Parameters<typeof startFakeMlflow>[0],
  use: (fake: FakeMlflow) => Promise<T>,
): Promise<T> {
  const fake = await startFakeMlflow(options);
  try {
    return await use(fake);
  } finally {
    await fake.stop();
  }
}

describe('an MLflow that does not answer', () => {
  it('is named with its address but without its credentials when the connection is refused', async () => {
    const uri = await withFake({}, async (fake) => fake.uri);
    const failure = await failureOf({ trackingUri: uri.replace('//', '//otto:secret@') });
    expect(failure).toMatchObject({
      code: 'upstream_unavailable',
      message: `MLflow does not answer at ${uri} (ECONNREFUSED).`,
      remedy: expect.stringContaining('MLFLOW_TRACKING_URI'),
    });
  });

  it('is unavailable when the name does not resolve', async () => {
    const failure = await failureOf({ trackingUri: 'http://mlflow.invalid:5555' });
    expect(failure).toMatchObject({ code: 'upstream_unavailable' });
  });

  it('is given up after the time of one call', async () => {
    await withFake({}, async (fake) => {
      fake.plant(1, 'hang');
      const failure = await failureOf({ trackingUri: fake.uri, timeoutMs: 50 });
      expect(failure).toMatchObject({
        code: 'upstream_unavailable',
        message: `MLflow does not answer at ${fake.uri} (timeout).`,
      });
    });
  }, 2_000);

  it.each([408, 429, 500, 502, 503])(
    'is unavailable at status %i, whose text is not repeated',
    async (status) => {
      await withFake({}, async (fake) => {
        fake.plant(1, { status, body: 'secret path /srv/mlflow' }, 2);
        const failure = await failureOf({ trackingUri: fake.uri });
        expect(failure).toMatchObject({
          code: 'upstream_unavailable',
          message: `MLflow at ${fake.uri} answers with ${status}.`,
        });
      });
    },
  );

  it.each([
    ['a login page', { status: 200, type: 'text/html', body: '<form>' }],
    ['a redirect', { status: 302, body: '', location: '/api/2.0/mlflow/experiments/search?max_results=1' }],
    ['a page that is not there', { status: 404, type: 'text/html', body: 'Not Found' }],
    [
      'a JSON answer of something else',
      { status: 404, type: 'application/json', body: '{"detail":"Not Found"}' },
    ],
  ])('is not mistaken for %s', async (_, reply) => {
    await withFake({}, async (fake) => {
      fake.plant(1, reply);
      const failure = await failureOf({ trackingUri: fake.uri });
      expect(failure).toMatchObject({
        code: 'upstream_unavailable',
        message: expect.stringContaining('is no MLflow tracking server'),
        remedy: expect.stringContaining('--static-prefix'),
      });
    });
  });
});

describe('an MLflow that refuses', () => {
  it('the host name: the remedy names --allowed-hosts and the host', async () => {
    await withFake({ allowedHost: 'mlflow:5555' }, async (fake) => {
      const failure = await failureOf({ trackingUri: fake.uri });
      const host = new URL(fake.uri).host;
      expect(failure).toMatchObject({
        code: 'upstream_unavailable',
        message: expect.stringContaining(`refuses the host name "${host}"`),
        remedy: expect.stringContaining(`--allowed-hosts "${host},`),
      });
    });
  });

  it('a stranger: the remedy names the settings that are missing', async () => {
    await withFake({ token: 'secret-token' }, async (fake) => {
      const failure = await failureOf({ trackingUri: fake.uri });
      expect(failure).toMatchObject({
        code: 'upstream_unavailable',
        remedy: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
      });
    });
  });

  it.each([
    ['MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD', { username: 'otto', password: 'secret' }, ''],
    ['MLFLOW_TRACKING_TOKEN', { token: 'secret' }, ''],
    ['MLFLOW_TRACKING_URI', {}, 'otto:secret@'],
  ])('the credentials: the remedy names %s', async (setting, auth, inUri) => {
    await withFake({ token: 'another' }, async (fake) => {
      const trackingUri = fake.uri.replace('//', `//${inUri}`);
      const failure = await failureOf({ trackingUri, auth: { ...nobody, ...auth } });
      expect(failure).toMatchObject({ code: 'upstream_unavailable', remedy: `Correct ${setting}.` });
    });
  });

  it('what the user may not do: the remedy names the permission', async () => {
    await withFake({}, async (fake) => {
      fake.plant(1, { status: 403, body: 'Permission denied' });
      const failure = await failureOf({ trackingUri: fake.uri });
      expect(failure).toMatchObject({
        code: 'upstream_unavailable',
        remedy: expect.stringContaining('EDIT'),
      });
    });
  });

  it('a request for ever: only the first line of its reason is quoted, shortened', async () => {
    await withFake({}, async (fake) => {
      const message = `${'x'.repeat(300)}\n[SQL: SELECT secret]`;
      const body = JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message });
      fake.plant(1, { status: 400, type: 'application/json', body });
      const failure = await failureOf({ trackingUri: fake.uri });
      expect(failure).toMatchObject({
        code: 'invalid_input',
        message: `MLflow refuses (INVALID_PARAMETER_VALUE): ${'x'.repeat(200)}...`,
      });
    });
  });
});

describe('an MLflow before version 3', () => {
  it('is refused with what it is and what is needed', async () => {
    await withFake({ version: '2.22.1' }, async (fake) => {
      expect(await failureOf({ trackingUri: fake.uri })).toMatchObject({
        code: 'upstream_unavailable',
        message: `MLflow at ${fake.uri} is too old: 2.22.1.`,
        remedy: expect.stringMatching(/^Vigie needs MLflow 3:/),
      });
    });
  });

  it('is not suspected where a proxy hides the version', async () => {
    await withFake({ version: '<html>Sign in</html>' }, async (fake) => {
      const ping = createMlflowTracker({ ...common, trackingUri: fake.uri, auth: nobody }, stepping()).ping();
      await expect(ping).resolves.toBeUndefined();
    });
  });
});

describe('credentials', () => {
  const user = { name: 'otto', password: 'pass:wörd %' };

  it.each([
    ['a user and password', { ...nobody, username: user.name, password: user.password }, ''],
    ['a token', { ...nobody, token: 'abc.def' }, ''],
    ['the tracking address', nobody, `otto:${encodeURIComponent(user.password)}@`],
    ['the tracking address with a stray %', nobody, 'otto:pass:w%C3%B6rd %@'],
    ['settings, before those of the address', { ...nobody, token: 'abc.def' }, 'otto:wrong@'],
    ['a user and password, before a token', { username: user.name, password: user.password, token: 'x' }, ''],
  ])('are taken from %s', async (_, auth, inUri) => {
    await withFake({ user, token: 'abc.def' }, async (fake) => {
      const trackingUri = fake.uri.replace('//', `//${inUri}`);
      await expect(
        createMlflowTracker({ ...common, trackingUri, auth }, stepping()).ping(),
      ).resolves.toBeUndefined();
    });
  });

  it('that no header may carry are refused at the start, unseen', async () => {
    const failure = await failureOf({ auth: { ...nobody, token: 'secret\n' } });
    expect(failure).toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('MLFLOW_TRACKING_TOKEN'),
    });
  });

  it('in an address that is none are not repeated', async () => {
    const failure = await failureOf({ trackingUri: 'otto:secret@mlflow' });
    expect(failure).toMatchObject({ code: 'invalid_config' });
  });
});
