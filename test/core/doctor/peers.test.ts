import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbedded } from '../../../core/adapters/embedded/index.ts';
import { systemClock } from '../../../core/adapters/system.ts';
import { startFakeDiscord } from '../../fakes/discord/server.ts';
import { lesserServer } from '../../fakes/lesser-server.ts';
import { startFakeMlflow } from '../../fakes/mlflow.ts';
import { ownFolder } from '../adapters/folder.ts';
import { clockOff, examined } from './examined.ts';

const first = (lines: readonly string[]) => lines[0] ?? '';

async function mlflow(...[options]: Parameters<typeof startFakeMlflow>) {
  const server = await startFakeMlflow(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Something else that speaks HTTP. */
async function stranger(): Promise<string> {
  const server = await startFakeDiscord();
  onTestFinished(() => server.stop());
  return server.pageUrl;
}

describe('MLflow', () => {
  it('that refuses the host name is told although its /health is well', async () => {
    const server = await mlflow({ allowedHost: 'mlflow:5555' });
    const { told, code } = await examined({ MLFLOW_TRACKING_URI: server.uri });
    expect(first(told('MLflow'))).toMatch(
      /^FAIL \| .* refuses the host name .* \| Start it with --allowed-hosts/,
    );
    expect(code).toBe(1);
  });

  it('that asks for credentials, or refuses them, is told with the settings', async () => {
    const server = await mlflow({ user: { name: 'vigie', password: 'hush-hush-hush' } });
    const bare = await examined({ MLFLOW_TRACKING_URI: server.uri });
    expect(first(bare.told('MLflow'))).toMatch(/^FAIL \| .*\(401\)\. \| Set MLFLOW_TRACKING_USERNAME/);
    const settings = { MLFLOW_TRACKING_URI: server.uri, MLFLOW_TRACKING_USERNAME: 'vigie' };
    const badly = await examined({ ...settings, MLFLOW_TRACKING_PASSWORD: 'another-secret' });
    expect(first(badly.told('MLflow'))).toMatch(/^FAIL \| .*\(401\)\. \| Correct MLFLOW_TRACKING_USERNAME/);
    expect(badly.text).not.toContain('another-secret');
    const well = await examined({ ...settings, MLFLOW_TRACKING_PASSWORD: 'hush-hush-hush' });
    expect(first(well.told('MLflow'))).toMatch(/^ok \| .*experiment "vigie" is made by the first run/);
  });

  it('that is away, or too old, or none at all, is told apart', async () => {
    const away = await examined({ MLFLOW_TRACKING_URI: 'http://127.0.0.1:1' });
    expect(first(away.told('MLflow'))).toMatch(/^FAIL \| .*ECONNREFUSED.* \| Check MLFLOW_TRACKING_URI/);
    const old = await examined({ MLFLOW_TRACKING_URI: (await mlflow({ version: '2.9.0' })).uri });
    expect(first(old.told('MLflow'))).toMatch(/^FAIL \| .*too old: 2\.9\.0.* \| Vigie needs MLflow 3/);
    const none = await examined({ MLFLOW_TRACKING_URI: await stranger() });
    expect(first(none.told('MLflow'))).toMatch(
      /^FAIL \| .*no MLflow tracking server.* \| Set MLFLOW_TRACKING_URI/,
    );
  });

  it('whose clock is more than five minutes off is told, in either direction', async () => {
    const settings = { MLFLOW_TRACKING_URI: (await mlflow()).uri };
    expect((await examined(settings)).told('clock')).toEqual([
      expect.stringMatching(/^ok \| within \d s of MLflow/),
    ]);
    const late = await examined(settings, { clock: clockOff(-6 * 60_000) });
    expect(first(late.told('clock'))).toMatch(/^FAIL \| 3[56]\d s behind MLflow\. \| .*NTP/);
    const early = await examined(settings, { clock: clockOff(6 * 60_000) });
    expect(first(early.told('clock'))).toMatch(/^FAIL \| 3[56]\d s ahead of MLflow\. \| .*NTP/);
  });
});

describe('MongoDB', () => {
  async function mongo(instead: Parameters<typeof lesserServer>[0] = () => null) {
    const server = await lesserServer(instead, systemClock);
    onTestFinished(() => server.close());
    return server.uri;
  }
  const refusing = (command: string, code: number) =>
    mongo((request) =>
      request.command === command ? Promise.resolve({ ok: 0, errmsg: 'no', code, codeName: 'No' }) : null,
    );

  it('that answers is told with its version and its clock', async () => {
    const { told } = await examined({ MONGODB_URI: await mongo() });
    expect(first(told('store'))).toMatch(
      /^ok \| MongoDB \d[\d.]* answers in \d+ ms: .*"vigie" can be read and written/,
    );
    expect(first(told('clock'))).toMatch(/^ok \| within \d s of MongoDB/);
  });

  it('that is away is told without its password', async () => {
    const { told, text } = await examined({ MONGODB_URI: 'mongodb://vigie:hush-hush@127.0.0.1:1/' });
    expect(first(told('store'))).toMatch(
      /^FAIL \| MongoDB does not answer\. \| Check host and port in MONGODB_URI/,
    );
    expect(text).not.toContain('hush-hush');
  });

  it.each(['find', 'update', 'delete'])('that does not let the user %s', async (command) => {
    const { told } = await examined({ MONGODB_URI: await refusing(command, 13) });
    expect(first(told('store'))).toMatch(
      /^FAIL \| The user may not read and write .* \| Grant it readWrite on vigie/,
    );
  });

  it('that does not know the user', async () => {
    const { told } = await examined({ MONGODB_URI: await refusing('find', 18) });
    expect(first(told('store'))).toMatch(
      /^FAIL \| MongoDB does not accept user and password\. \| Correct them in MONGODB_URI/,
    );
  });

  it('whose address is none', async () => {
    const { told, text } = await examined({ MONGODB_URI: 'mongodb://vigie:hush@hush@/' });
    expect(first(told('store'))).toMatch(
      /^FAIL \| MONGODB_URI cannot be read as an address\. \| Write mongodb:/,
    );
    expect(text).not.toContain('hush@');
  });
});

describe('the embedded store', () => {
  it('is looked at while a Vigie serves it, and serves on', async () => {
    const dataDir = await ownFolder();
    const store = await startEmbedded({ dataDir, clock: systemClock });
    onTestFinished(() => store.stop());
    const { told, code } = await examined({ DATA_DIR: dataDir });
    expect(told('store')).toEqual([
      expect.stringMatching(/^ok \| embedded, .*; a process of Vigie serves it now/),
    ]);
    expect([store.owner, code]).toEqual([true, 0]);
  });
});
