// Starts that cannot succeed: the process ends with code 1, says which setting or file is wrong, and has started nothing.
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endAll, run, startVigie } from '../../flows/vigie.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-bad-start-'));
});
afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** The text of a start that failed. */
async function refused(settings: Readonly<Record<string, string>>): Promise<string> {
  const { code, text } = await run({ DATA_DIR: join(folder, 'never'), ...settings });
  expect([code, text]).toEqual([1, expect.stringMatching(/^vigie: /)]);
  expect(text).not.toContain('a bug');
  return text;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe.concurrent('a start', { timeout: 60_000 }, () => {
  test('every wrong setting is listed at once, none with its value, and nothing is started', async () => {
    const text = await refused({
      ROLES: 'bots',
      PORT: '99999',
      DRIFT_THRESHOLD: '2',
      DRIFT_CRON: '* *',
      DRIFT_TRESHOLD: '0.2',
      LOG_LEVEL: 'loud',
      DISCORD_TOKEN: 'a-secret-nobody-may-see',
      MLFLOW_TRACKING_URI: 'mlflow.example',
    });
    expect(text.split('\n').map((line) => line.replace(/^vigie: /, ''))).toEqual([
      'DRIFT_TRESHOLD: is not a setting: did you mean DRIFT_THRESHOLD?',
      'ROLES: use one or more of bot, api, jobs, separated by commas',
      'PORT: use a whole number from 0 to 65535',
      'DRIFT_THRESHOLD: use a number over 0 and at most 1',
      'MLFLOW_TRACKING_URI: use an http:// or https:// address',
      'LOG_LEVEL: use debug or info or warn or error or silent',
      expect.stringContaining('DISCORD_APP_ID: is needed beside DISCORD_TOKEN'),
      expect.stringContaining('DISCORD_CHANNEL_ID: is needed beside DISCORD_TOKEN'),
      'DRIFT_CRON: use five cron fields, for instance */2 * * * *',
      'Correct the named settings (see .env.example) and start again.',
      '',
    ]);
    expect(text).not.toContain('secret');
    expect(await exists(join(folder, 'never'))).toBe(false);
  });

  test.each([
    ['malformed', '[\n  {"name": "a",\n   "source": {"kind": "synthetic",}}\n]', ['line 3, column 35']],
    [
      'mistyped',
      '[{"name": "A", "sorce": 1}, {"name": "b", "window": 3, "source": {"kind": "file", "path": "x", "lable": "y"}}]',
      [
        'WATCHES_FILE[0].name: use 1-32 lower-case letters',
        'WATCHES_FILE[0]: "sorce" is not a key here: did you mean "source"?',
        'WATCHES_FILE[1].window: use a whole number from 30',
        'WATCHES_FILE[1].source: "lable" is not a key here: did you mean "label"?',
      ],
    ],
  ])('a watches file that is %s is refused at the place of its faults', async (name, content, places) => {
    const path = join(folder, `${name}.json`);
    await writeFile(path, content);
    const text = await refused({ WATCHES_FILE: path });
    for (const place of places) expect(text).toContain(place);
    expect(await exists(join(folder, 'never'))).toBe(false);
  });

  test('a watches file that is not there is named by its setting', async () => {
    expect(await refused({ WATCHES_FILE: join(folder, 'none.json') })).toContain(
      'WATCHES_FILE: the file cannot be read: check its path',
    );
  });

  test('a port that is in use is named by its setting, and the data stay free for the next start', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const DATA_DIR = join(folder, 'port');
    expect(await refused({ DATA_DIR, PORT: port })).toContain(
      `PORT: port ${port} of 127.0.0.1 is in use\nSet PORT to another one, or end the process that holds it.`,
    );
    await new Promise((resolve) => other.close(resolve));
    expect((await readdir(DATA_DIR)).sort()).toEqual(['admin-token', 'embedded.log']);
    const vigie = await startVigie({ DATA_DIR });
    expect(await vigie.end('SIGTERM')).toBe(0);
  });

  test('a data directory that cannot be written is named, with its setting', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'not a directory');
    for (const DATA_DIR of [file, join(file, 'data')])
      expect(await refused({ DATA_DIR })).toMatch(
        new RegExp(`cannot use ${DATA_DIR}\\n.*can be written.*DATA_DIR`),
      );
  });

  test('a log that is damaged in its middle is refused by its name and left as it is', async () => {
    const DATA_DIR = join(folder, 'damaged');
    const vigie = await startVigie({ DATA_DIR });
    expect(await vigie.end('SIGTERM')).toBe(0);
    const log = join(DATA_DIR, 'embedded.log');
    const handle = await open(log, 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.from('damage'), 0, 6, Math.floor(size / 2));
    await handle.close();
    const before = await readFile(log);
    for (const argv of [[], ['status']]) {
      const { code, text } = await run({ DATA_DIR }, argv);
      expect([code, text]).toEqual([1, expect.stringContaining(`${log} is damaged at byte`)]);
      expect(text).toMatch(
        /Restore it from a backup \(vigie store restore FILE\), or move .* away to start empty/,
      );
    }
    expect(before.equals(await readFile(log))).toBe(true);
  });

  test('a command that is none is answered with those there are', async () => {
    const DATA_DIR = join(folder, 'commands');
    await mkdir(DATA_DIR);
    for (const [word, answer] of [
      ['stats', 'did you mean "status"?'],
      ['toString', 'There is no command "toString"'],
    ] as const) {
      const { code, text } = await run({ DATA_DIR }, [word]);
      expect([code, text]).toEqual([1, expect.stringContaining(answer)]);
    }
  });
});
