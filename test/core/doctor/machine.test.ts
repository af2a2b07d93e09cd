import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { report } from '../../../core/doctor/finding.ts';
import { doctor } from '../../../core/doctor/index.ts';
import { diskFinding, nodeCheck } from '../../../core/doctor/machine.ts';
import { ownFolder } from '../adapters/folder.ts';
import { examined } from './examined.ts';

async function listening(answer: string): Promise<number> {
  const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return z.object({ port: z.number() }).parse(server.address()).port;
}

describe('the doctor on a sound machine', () => {
  it('finds nothing wrong with the defaults, and ends with 0', async () => {
    const { findings, code } = await examined({});
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      ...['Node', 'settings', 'data', 'disk', 'port', 'store', 'Discord', 'MLflow', 'watch demo', 'clock'],
    ]);
    expect(code).toBe(0);
  });
});

describe('the words behind vigie doctor', () => {
  async function said(...words: string[]) {
    const written: string[] = [];
    const stdout = { write: (text: string) => written.push(text) };
    const host = { argv: ['node', 'vigie', 'doctor', ...words], env: {}, version: 'v20.19.0', stdout };
    await doctor(host, { readFile: () => '', discordCheck: async () => [] });
    return written.join('');
  }

  it('may ask for the manual', async () => {
    expect(await said('--help')).toContain('exit code 1 where something fails');
  });

  it.each([[['--jsn']], [['--json', 'now']]])('are refused when they are %j', async (words) => {
    await expect(said(...words)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('Node', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.21.0'])('%s will do', (version) => {
    expect(nodeCheck(version).level).toBe('ok');
  });

  it.each(['v20.18.9', 'v18.20.0', 'v19.30.0'])('%s is too old', (version) => {
    expect(nodeCheck(version)).toMatchObject({ level: 'FAIL', remedy: 'Install Node 20.19.0 or newer.' });
  });
});

describe('the settings', () => {
  it('are each named with their fault, and nothing else is looked at', async () => {
    const { told, findings, code } = await examined({
      PORT: 'x',
      DRIFT_TRESHOLD: '1',
      DISCORD_TOKEN: 'hush-hush',
    });
    expect(told('settings').map((line) => line.split(' | ')[1])).toEqual([
      'DRIFT_TRESHOLD: is not a setting: did you mean DRIFT_THRESHOLD?',
      'PORT: use a whole number from 0 to 65535',
      'DISCORD_APP_ID: is needed beside DISCORD_TOKEN (Developer Portal, General Information)',
      'DISCORD_CHANNEL_ID: is needed beside DISCORD_TOKEN: the channel cards go to',
    ]);
    expect(told('settings')[0]).toContain('.env.example explains every setting');
    expect([findings.length, code]).toEqual([5, 1]);
  });
});

describe('the data directory', () => {
  it('that is a file cannot be written', async () => {
    const file = join(await ownFolder(), 'data');
    await writeFile(file, '');
    const { told, code } = await examined({ DATA_DIR: file });
    expect(told('data')).toEqual([
      expect.stringMatching(
        /^FAIL \| DATA_DIR \(.*\) cannot be written \(E\w+\)\. \| Give the user .* or set DATA_DIR/,
      ),
    ]);
    expect(code).toBe(1);
  });

  it('that is not there yet is made by the start, in a folder that can be written', async () => {
    const folder = await ownFolder();
    const { told } = await examined({ DATA_DIR: join(folder, 'deep', 'data') });
    expect(told('data')).toEqual([expect.stringMatching(/^ok/)]);
  });

  it('wants room on its disk', () => {
    expect(diskFinding(5_000)).toMatchObject({ level: 'ok' });
    expect(diskFinding(500)).toMatchObject({ level: 'warn', remedy: expect.stringContaining('Make room') });
    expect(diskFinding(50)).toMatchObject({ level: 'FAIL', says: '50 MB are free where DATA_DIR is.' });
  });

  it('with a damaged log is told before the start meets it', async () => {
    const folder = await ownFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'embedded.log'), 'no log of ours');
    const { told } = await examined({ DATA_DIR: folder });
    expect(told('store')).toEqual([expect.stringMatching(/^FAIL \| .+ \| .+/)]);
  });
});

describe('the port', () => {
  it('may be that of a Vigie which runs', async () => {
    const port = await listening('{"status":"ok","checks":{"storage":true,"draining":false,"discord":true}}');
    const { told } = await examined({ PORT: String(port) });
    expect(told('port')).toEqual([`ok | 127.0.0.1:${port} is served by Vigie, which runs.`]);
  });

  it('of another program is named with what to do', async () => {
    const port = await listening('hello');
    const { told, code } = await examined({ PORT: String(port) });
    expect(told('port')).toEqual([
      `FAIL | 127.0.0.1:${port} is taken by another program. | End the program that has it, or set PORT to another one.`,
    ]);
    expect(code).toBe(1);
  });

  it('needs an address of this machine', async () => {
    const { told } = await examined({ HOST: '192.0.2.1', PORT: '8000' });
    expect(told('port')).toEqual([expect.stringMatching(/^FAIL \| .*\(EADDRNOTAVAIL\)\. \| Set HOST/)]);
  });

  it('is nobody’s concern without the API', async () => {
    const { told } = await examined({ ROLES: 'bot', PORT: '8000' });
    expect(told('port')).toEqual(['ok | not needed: ROLES has no api.']);
  });
});

describe('a watched file', () => {
  it.each([
    ['is missing', null, /^FAIL \| .*rows\.csv/],
    ['is empty', 'age,plan,left\n', /^warn \| There are no rows in .* yet\. \| /],
    ['is readable', 'age,plan,left\n30,pro,no\n40,free,yes\n', /^ok \| 2 rows of .*rows\.csv were read\.$/],
  ])('that %s', async (_, text, told) => {
    const folder = await ownFolder();
    const path = join(folder, 'rows.csv');
    if (text !== null) await writeFile(path, text);
    const watches = JSON.stringify([{ name: 'churn', source: { kind: 'file', path, label: 'left' } }]);
    const ran = await examined({ WATCHES_FILE: 'watches.json' }, { readFile: () => watches });
    expect(ran.told('watch churn')).toEqual([expect.stringMatching(told)]);
  });
});

describe('the report', () => {
  it('is a line a check, and one that counts', () => {
    const findings = [
      { check: 'Node', level: 'ok', says: 'v24.21.0', remedy: null },
      { check: 'store', level: 'FAIL', says: 'MongoDB does not answer.', remedy: 'Check\nMONGODB_URI.' },
    ] as const;
    expect(report(findings)).toBe(
      [
        'ok   Node       v24.21.0',
        'FAIL store      MongoDB does not answer. -> Check MONGODB_URI.',
        '1 ok, 0 to look at, 1 failed',
        '',
      ].join('\n'),
    );
  });
});
