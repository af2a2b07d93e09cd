import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFiles } from '../../../core/adapters/model-files.ts';
import { ownFolder } from './folder.ts';

const read = async (folder: string, watch: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, 'models', watch, 'current_model.json'), 'utf8'));

describe('the readable copy of the serving model', () => {
  it('lies in a folder of its watch, for people to read', async () => {
    const folder = await ownFolder();
    await modelFiles(folder).write('churn', { version: 1 });
    const text = await readFile(join(folder, 'models', 'churn', 'current_model.json'), 'utf8');
    expect(text).toBe('{\n  "version": 1\n}\n');
  });

  it('is replaced by the next one, and each watch has its own', async () => {
    const folder = await ownFolder();
    const files = modelFiles(folder);
    await files.write('churn', { version: 1 });
    await files.write('demo', { version: 7 });
    await files.write('churn', { version: 2 });
    expect(await read(folder, 'churn')).toEqual({ version: 2 });
    expect(await read(folder, 'demo')).toEqual({ version: 7 });
  });

  it('is whole at every moment while it is replaced, whoever writes at once', async () => {
    const folder = await ownFolder();
    const files = modelFiles(folder);
    const weights = Array.from({ length: 20_000 }, (_, at) => at);
    await files.write('churn', { version: 0, weights });
    const work = { done: false };
    const writing = Promise.all(
      [1, 2, 3, 4, 5].map((version) => files.write('churn', { version, weights })),
    ).finally(() => {
      work.done = true;
    });
    let reads = 0;
    while (!work.done) {
      expect(await read(folder, 'churn')).toMatchObject({ weights: { length: weights.length } });
      reads += 1;
    }
    await writing;
    expect(reads).toBeGreaterThan(0);
    expect(await readdir(join(folder, 'models', 'churn'))).toEqual(['current_model.json']);
  });

  it('stays what it was when a new one cannot be written', async () => {
    const folder = await ownFolder();
    const files = modelFiles(folder);
    await files.write('churn', { version: 1 });
    const endless: { self?: unknown } = {};
    endless.self = endless;
    await expect(files.write('churn', endless)).rejects.toThrow(TypeError);
    expect(await read(folder, 'churn')).toEqual({ version: 1 });
    expect(await readdir(join(folder, 'models', 'churn'))).toEqual(['current_model.json']);
  });

  it('is not hindered by what a crash left behind', async () => {
    const folder = await ownFolder();
    await mkdir(join(folder, 'models', 'churn'), { recursive: true });
    await writeFile(join(folder, 'models', 'churn', `current_model.json.${process.pid}.tmp`), '{"version":');
    await modelFiles(folder).write('churn', { version: 1 });
    expect(await read(folder, 'churn')).toEqual({ version: 1 });
  });
});
