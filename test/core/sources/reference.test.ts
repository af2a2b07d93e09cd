import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { readReference } from '../../../core/sources/reference.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-reference-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const none = { time: null, id: null, label: null, drop: [] };
const weather = '../../../node_modules/vega-datasets/data/seattle-weather.csv';
const options = { timezone: 'America/Los_Angeles', reader: fileReader };

describe('readReference', () => {
  it('reads every row of every file, the last one too when it has no line break', async () => {
    await writeFile(join(folder, 'a.csv'), 'x,y,note\n1,no,q\n2,yes,q\n');
    await writeFile(join(folder, 'b.csv'), 'x,y,note\n3,no,q');
    const frame = await readReference({ ...none, path: folder, label: 'y', drop: ['note'] }, options);
    expect(frame.columns).toEqual([{ kind: 'numeric', name: 'x', values: Float64Array.of(1, 2, 3) }]);
    expect(frame.ids).toEqual(['a.csv#1', 'a.csv#2', 'b.csv#1']);
    expect(frame.label).toMatchObject({ codes: Int32Array.of(0, 1, 0), categories: ['no', 'yes'] });
  });

  it('has the numbers of every chunk a long file comes in, and of a last line without its line break', async () => {
    const numbers = Array.from({ length: 20_001 }, (_, row) => (row + 1) / 8);
    await writeFile(join(folder, 'long.csv'), `x,y\n${numbers.map((x) => `${x},${-x}`).join('\n')}`);
    const { columns } = await readReference({ ...none, path: folder }, options);
    expect(columns).toEqual([
      { kind: 'numeric', name: 'x', values: Float64Array.from(numbers) },
      { kind: 'numeric', name: 'y', values: Float64Array.from(numbers, (x) => -x) },
    ]);
  });

  it('reads the weather of Seattle', async () => {
    const path = fileURLToPath(new URL(weather, import.meta.url));
    const frame = await readReference({ ...none, path, time: 'date', label: 'weather' }, options);
    expect(frame.rows).toBe(1461);
    expect(schemaOf(frame)).toEqual({
      features: ['precipitation', 'temp_max', 'temp_min', 'wind'].map((name) => ({ name, kind: 'numeric' })),
      classes: ['drizzle', 'fog', 'rain', 'snow', 'sun'],
    });
    const counts = frame.label.categories.map(
      (_, code) => frame.label.codes.filter((one) => one === code).length,
    );
    // cut -d, -f6 seattle-weather.csv | sort | uniq -c
    expect(counts).toEqual([53, 101, 641, 26, 640]);
    expect([frame.times[0], frame.times[200]].map((time) => new Date(time ?? 0).toISOString())).toEqual([
      '2012-01-01T08:00:00.000Z',
      '2012-07-19T07:00:00.000Z',
    ]);
  });

  it('refuses a file that is not there', async () => {
    await expect(readReference({ ...none, path: join(folder, 'gone.csv') }, options)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
