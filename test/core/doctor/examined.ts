// The doctor over settings of a test, as `vigie doctor --json` tells it.

import { discordCheck } from '../../../bot/doctor.ts';
import { systemClock } from '../../../core/adapters/system.ts';
import type { Finding } from '../../../core/doctor/finding.ts';
import { doctor } from '../../../core/doctor/index.ts';
import type { Clock } from '../../../core/ports.ts';
import { ownFolder } from '../adapters/folder.ts';

interface Ran {
  readonly findings: readonly Finding[];
  readonly text: string;
  readonly code: unknown;
  /** Level, text and remedy of a check, a line each. */
  told(check: string): string[];
}

const noFiles = (path: string): string => {
  throw new Error(`no file ${path}`);
};

/** A folder of its own holds the data, and the API's port is left out, unless the settings say otherwise. */
export async function examined(
  settings: Readonly<Record<string, string>>,
  { clock = systemClock, readFile = noFiles }: { clock?: Clock; readFile?: (path: string) => string } = {},
): Promise<Ran> {
  const written: string[] = [];
  const host: Parameters<typeof doctor>[0] = {
    argv: ['node', 'vigie', 'doctor', '--json'],
    env: { DATA_DIR: await ownFolder(), PORT: '0', ...settings },
    version: 'v20.19.0',
    stdout: { write: (text: string) => written.push(text) },
  };
  await doctor(host, { readFile, discordCheck, clock });
  const text = written.join('');
  const findings: Finding[] = JSON.parse(text);
  const line = ({ level, says, remedy }: Finding) => [level, says, remedy].filter(Boolean).join(' | ');
  return {
    ...{ findings, text, code: host.exitCode },
    told: (check) => findings.filter((one) => one.check === check).map(line),
  };
}

/** The system's clock, that many milliseconds off. */
export const clockOff = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });
