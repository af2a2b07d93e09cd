// The admin token that is made when none is configured: readable by its owner alone, the same at every start.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The token in DATA_DIR/admin-token (mode 0600); made at the first start. */
export async function adminToken(dataDir: string): Promise<{ token: string; path: string }> {
  const path = join(dataDir, 'admin-token');
  await mkdir(dataDir, { recursive: true });
  try {
    // Exclusive: of two first starts one writes, the other reads.
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
  await chmod(path, 0o600);
  return { token: (await readFile(path, 'utf8')).trim(), path };
}
