// What Vigie needs of the machine: Node, a folder to write into, room on its disk, a port.
import { access, constants, mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { doubtful, type Finding, fine, wrong } from './finding.ts';

/** As "engines" of package.json has it. */
const leastNode = [20, 19, 0];
const leastFreeMb = 100;
const comfortableFreeMb = 1_000;
const answerMs = 3_000;

/** `version` as process.version gives it. */
export function nodeCheck(version: string): Finding {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  const differs = leastNode.findIndex((least, at) => parts[at] !== least);
  const enough = differs === -1 || (parts[differs] ?? 0) > (leastNode[differs] ?? 0);
  if (enough) return fine('Node', version);
  return wrong('Node', `${version} is too old.`, `Install Node ${leastNode.join('.')} or newer.`);
}

/** Whether data can be written, and for how long there is room. */
export async function dataCheck(dataDir: string): Promise<Finding[]> {
  const place = await nearestFolder(resolve(dataDir));
  try {
    await tryToWrite(place);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const remedy = 'Give the user Vigie runs as the right to write there, or set DATA_DIR to another folder.';
    return [wrong('data', `DATA_DIR (${dataDir}) cannot be written (${why}).`, remedy)];
  }
  const { bavail, bsize } = await statfs(place);
  return [fine('data', `DATA_DIR (${dataDir}) can be written.`), diskFinding((bavail * bsize) / 2 ** 20)];
}

/** `freeMb` in MiB. */
export function diskFinding(freeMb: number): Finding {
  const says = `${Math.floor(freeMb)} MB are free where DATA_DIR is.`;
  if (freeMb >= comfortableFreeMb) return fine('disk', says);
  const remedy = 'Make room, or set DATA_DIR to a larger disk: a full one stops every write.';
  return freeMb < leastFreeMb ? wrong('disk', says, remedy) : doubtful('disk', says, remedy);
}

/** The folder itself, or the one it will be made in. */
async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function tryToWrite(folder: string): Promise<void> {
  // Root may do everything but write to a disk that is read-only, which only a write tells.
  await access(folder, constants.W_OK);
  await rm(await mkdtemp(join(folder, '.vigie-doctor-')), { recursive: true });
}

interface Door {
  readonly HOST: string;
  readonly PORT: number;
  readonly ROLES: readonly string[];
}

/** Whether the API can listen, or does so already. */
export async function portCheck({ HOST: host, PORT: port, ROLES }: Door): Promise<Finding> {
  if (!ROLES.includes('api')) return fine('port', 'not needed: ROLES has no api.');
  if (port === 0) return fine('port', 'any free one (PORT=0).');
  const refusal = await tryToListen(host, port);
  if (refusal === null) return fine('port', `${host}:${port} is free.`);
  if (refusal === 'EADDRINUSE') {
    if (await isVigie(host, port)) return fine('port', `${host}:${port} is served by Vigie, which runs.`);
    const remedy = 'End the program that has it, or set PORT to another one.';
    return wrong('port', `${host}:${port} is taken by another program.`, remedy);
  }
  if (refusal === 'EACCES')
    return wrong('port', `${host}:${port} is not open to this user.`, 'Set PORT to one of 1024 or more.');
  const remedy = 'Set HOST to an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.';
  return wrong('port', `${host}:${port} cannot be listened on (${refusal}).`, remedy);
}

/** The system's own word for why not; null = it works. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (cause) => done('code' in cause ? String(cause.code) : cause.name));
    server.listen({ host, port }, () => server.close(() => done(null)));
  });
}

async function isVigie(host: string, port: number): Promise<boolean> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${near.includes(':') ? `[${near}]` : near}:${port}/health/ready`;
  try {
    const answer: unknown = await (await fetch(url, { signal: AbortSignal.timeout(answerMs) })).json();
    const checks = typeof answer === 'object' && answer !== null && 'checks' in answer ? answer.checks : null;
    return typeof checks === 'object' && checks !== null && 'storage' in checks && 'draining' in checks;
  } catch {
    return false;
  }
}
