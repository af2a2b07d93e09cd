// The admin token that is made when none is configured: readable by its owner alone, the same at every start.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';

/**
 * The token in DATA_DIR/admin-token (mode 0600); made at the first start.
 * @throws AppError `invalid_config` when the file holds none: an empty token would let everybody in
 */
export async function adminToken(dataDir: string): Promise<{ token: string; path: string }> {
  const path = join(dataDir, 'admin-token');
  await mkdir(dataDir, { recursive: true });
  await makeOnce(path);
  await chmod(path, 0o600);
  const token = (await readFile(path, 'utf8')).trim();
  if (token.length >= 32) return { token, path };
  throw new AppError('invalid_config', `${path} holds no token of 32 characters or more.`, {
    remedy: 'Remove the file: the next start makes a new one.',
  });
}

/** Written whole under another name, then linked: of two first starts one makes the file, and neither meets half of it. */
async function makeOnce(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    await link(draft, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}
