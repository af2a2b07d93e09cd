// Processes of their own on an embedded store. They run the compiled store: `npm test` builds it first.

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Place } from './place.ts';

const compiled = new URL('../../../../dist/core/adapters/embedded/index.js', import.meta.url).href;
const driver = pathToFileURL(createRequire(import.meta.url).resolve('mongodb')).href;

const prologue = `
  import { startEmbedded } from ${JSON.stringify(compiled)};
  import mongodb from ${JSON.stringify(driver)};
  const embedded = await startEmbedded({ dataDir: process.argv[2], clock: Date });
  const client = new mongodb.MongoClient(embedded.uri, { directConnection: true });
  const numbers = client.db('test').collection('numbers');
  const say = (text) => process.stdout.write(text + '\\n');
`;

/** Runs a script after the prologue in a process of its own; `shell` is run before it, `args` follow the data directory. */
export async function child(
  place: Place,
  script: string,
  { shell, args = [] }: { shell?: string; args?: readonly string[] } = {},
): Promise<ChildProcess> {
  const file = join(place.directory, 'child.mjs');
  await writeFile(file, prologue + script);
  const node = [process.execPath, file, place.data, ...args];
  const [command = '', ...rest] =
    shell === undefined ? node : ['sh', '-c', `${shell}; exec "$@"`, 'sh', ...node];
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function* linesOf(process: ChildProcess): AsyncGenerator<string> {
  if (process.stdout !== null) yield* createInterface({ input: process.stdout });
}

/** The text a child says after `word`, once it says it. */
export async function said(process: ChildProcess, word: string): Promise<string> {
  for await (const line of linesOf(process)) if (line.startsWith(word)) return line.slice(word.length).trim();
  throw new Error(`the child never said ${word}`);
}
