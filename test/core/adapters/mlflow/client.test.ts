// What the client repeats, for how long it waits, and whose certificates it takes.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readServer } from '../../../../core/adapters/mlflow/address.ts';
import { createClient } from '../../../../core/adapters/mlflow/client.ts';
import { objectOf } from '../../../../core/adapters/mlflow/json.ts';
import { jitteredMs, retryAfterMs } from '../../../../core/adapters/mlflow/patience.ts';
import { readTls } from '../../../../core/adapters/mlflow/tls.ts';
import { createTransport } from '../../../../core/adapters/mlflow/transport.ts';
import { cutShort } from '../../../../core/errors.ts';
import { type FakeMlflow, startFakeMlflow } from '../../../fakes/mlflow.ts';
import { nobody, stepping, usualTls } from './tracked.ts';

const clientOf = (uri: string, ports = stepping(), tls = usualTls) =>
  createClient(readServer(uri, nobody), {
    ...ports,
    send: createTransport(readTls(tls)),
    timeoutMs: 5_000,
  });

const search = {
  method: 'GET',
  path: 'experiments/search',
  query: { max_results: '1' },
  read: objectOf,
} as const;
const create = {
  method: 'POST',
  path: 'experiments/create',
  body: { name: 'a' },
  once: true,
  read: objectOf,
} as const;

describe('a call that failed', () => {
  let fake: FakeMlflow;
  beforeEach(async () => {
    fake = await startFakeMlflow();
  });
  afterEach(() => fake.stop());

  it.each([
    ['the server broke', { status: 500, body: '' }],
    ['a proxy found no server', { status: 502, body: '' }],
    ['too many came', { status: 429, body: '' }],
    ['the connection broke', 'drop'],
    ['its answer was lost', 'lose'],
  ] as const)('is repeated once, after a quarter to half a second, when %s', async (_, fault) => {
    const ports = stepping();
    fake.plant(1, fault);
    await expect(clientOf(fake.uri, ports).request(search)).resolves.toEqual({});
    expect(fake.requests).toHaveLength(2);
    expect(ports.slept).toEqual([expect.toSatisfy((ms: number) => ms >= 250 && ms <= 500)]);
  });

  it('is given up when the process is about to end', async () => {
    const over = new AbortController();
    fake.plant(2, 'hang');
    const send = createTransport(readTls(usualTls), over.signal);
    const client = createClient(readServer(fake.uri, nobody), { ...stepping(), send, timeoutMs: 60_000 });
    const asked = client.request(search);
    over.abort(cutShort());
    await expect(asked).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it.each([401, 403, 404, 501])('is not repeated when the answer was %i', async (status) => {
    fake.plant(1, { status, body: '' });
    await expect(clientOf(fake.uri).request(search)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ['the server broke', { status: 500, body: '' }],
    ['its answer was lost', 'lose'],
  ] as const)('is not repeated when it may have made something before %s', async (_, fault) => {
    fake.plant(1, fault);
    await expect(clientOf(fake.uri).request(create)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(fake.requests).toHaveLength(1);
  });

  it('is repeated when it was turned away unread, as late as the server asks', async () => {
    const ports = stepping();
    fake.plant(1, { status: 429, body: '', retryAfter: '3' });
    await expect(clientOf(fake.uri, ports).request(create)).resolves.toEqual({ experiment_id: '1' });
    expect(ports.slept).toEqual([3_000]);
  });

  it('leaves the server alone for as long as it asks, whatever is called', async () => {
    const ports = stepping();
    const client = clientOf(fake.uri, ports);
    fake.plant(1, { status: 503, body: '', retryAfter: '60' });
    await expect(client.request(search)).rejects.toMatchObject({ message: expect.stringContaining('503') });
    ports.pass(59_000);
    await expect(client.request(search)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: `MLflow at ${fake.uri} asks to be left alone for 1 s more.`,
    });
    expect(fake.requests).toHaveLength(1);
    ports.pass(1_000);
    await expect(client.request(search)).resolves.toEqual({});
  });
});

describe('the wait before a repetition', () => {
  it('differs from caller to caller', () => {
    const waits = new Set(Array.from({ length: 20 }, (_, at) => jitteredMs(`id-${at}`)));
    expect(waits.size).toBeGreaterThan(15);
  });

  it.each([
    [null, 0],
    ['7', 7_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['86400', 600_000],
    ['soon', 0],
  ])('that Retry-After %j asks for is %i ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(ms);
  });
});

describe('a server with a certificate of its own authority', () => {
  const folder = 'test/vectors/tls';
  const server = readFileSync(`${folder}/server.pem`, 'utf8');
  const ca = readFileSync(`${folder}/ca.pem`, 'utf8');
  const tls = { cert: server, key: server };

  async function pinged(given: Partial<typeof usualTls>, asks = false): Promise<void> {
    const strict = { ca, requestCert: true, rejectUnauthorized: true };
    const fake = await startFakeMlflow({ tls: { ...tls, ...(asks ? strict : {}) } });
    try {
      await clientOf(fake.uri, stepping(), { ...usualTls, ...given }).request(search);
    } finally {
      await fake.stop();
    }
  }

  it('is refused as it is, and the remedy names the setting', async () => {
    await expect(pinged({})).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/),
      remedy: expect.stringContaining('MLFLOW_TRACKING_SERVER_CERT_PATH'),
    });
  });

  it('is taken when that authority is named, or any certificate will do', async () => {
    await pinged({ serverCertPath: `${folder}/ca.pem` });
    await pinged({ insecure: true });
  });

  it('is shown our certificate where it asks for one', async () => {
    const serverCertPath = `${folder}/ca.pem`;
    await expect(pinged({ serverCertPath }, true)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await pinged({ serverCertPath, clientCertPath: `${folder}/client.pem` }, true);
  });

  it.each([
    ['MLFLOW_TRACKING_SERVER_CERT_PATH', { serverCertPath: `${folder}/none.pem` }],
    ['MLFLOW_TRACKING_SERVER_CERT_PATH', { serverCertPath: 'package.json' }],
    ['MLFLOW_TRACKING_SERVER_CERT_PATH', { serverCertPath: folder }],
    ['MLFLOW_TRACKING_CLIENT_CERT_PATH', { clientCertPath: `${folder}/ca.pem` }],
  ])('is not asked at all when %s names the wrong thing', (setting, given) => {
    expect(() => readTls({ ...usualTls, ...given })).toThrow(setting);
  });
});
