import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adminToken } from '../../../core/adapters/token-file.ts';
import { ownFolder } from './folder.ts';

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('the admin token', () => {
  it('is made at the first start, long and readable by its owner alone', async () => {
    const folder = await ownFolder();
    const { token, path } = await adminToken(join(folder, 'not', 'yet', 'there'));
    // 32 random bytes in base64url.
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(path).toBe(join(folder, 'not', 'yet', 'there', 'admin-token'));
    expect(await readFile(path, 'utf8')).toBe(token);
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is the same at every later start, and another one in another place', async () => {
    const folder = await ownFolder();
    const first = await adminToken(folder);
    expect(await adminToken(folder)).toEqual(first);
    expect((await adminToken(await ownFolder())).token).not.toBe(first.token);
  });

  it('is one when many processes start at once, and nothing else is left behind', async () => {
    const folder = await ownFolder();
    const starts = await Promise.all(Array.from({ length: 25 }, () => adminToken(folder)));
    expect([...new Set(starts.map(({ token }) => token))]).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    expect(await readdir(folder)).toEqual(['admin-token']);
  });

  it('is closed to others again when somebody opened it', async () => {
    const folder = await ownFolder();
    const { path } = await adminToken(folder);
    await chmod(path, 0o644);
    await adminToken(folder);
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is never an empty one: a file without a token ends the start', async () => {
    const folder = await ownFolder();
    await writeFile(join(folder, 'admin-token'), '\n');
    await expect(adminToken(folder)).rejects.toMatchObject({
      code: 'invalid_config',
      remedy: expect.stringContaining('Remove'),
    });
  });
});
