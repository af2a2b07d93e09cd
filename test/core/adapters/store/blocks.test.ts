// Rows of predictions lie in blocks of one document: what is in it, what is not any more, and when it is over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { steppedClock } from '../../../../core/adapters/system.ts';
import type { OwnRow } from '../../../../core/observation.ts';
import { openTestStore } from '../../ops/store.ts';

let open: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => {
  open = await openTestStore(steppedClock(0));
});
afterAll(() => open.close());

const row = (watch: string, id: string, more: Partial<OwnRow> = {}): OwnRow => ({
  id,
  watch,
  at: 1_000,
  storedAt: 1_000,
  expiresAt: 61_000,
  features: [1, 'red'],
  version: 1,
  predicted: 'yes',
  probability: 0.75,
  via: 'http',
  ...more,
});
const blocksOf = (watch: string) =>
  open.db.collection('prediction_blocks').find({ watch }).sort({ seq: 1 }).toArray();

describe('rows of predictions', () => {
  it('lie in one document, however many requests they came with', async () => {
    const { observations } = open.store;
    const rows = Array.from({ length: 500 }, (_, at) => [row('one', `r${at}-0`), row('one', `r${at}-1`)]);
    await observations.add(rows.flat());
    const blocks = await blocksOf('one');
    expect(blocks.map(({ seq, last, requests }) => [seq, last, requests.length])).toEqual([[1, 1_000, 500]]);
    expect(await open.db.collection('observations').countDocuments({ watch: 'one' })).toBe(0);
    // 8 bytes for each of time, probability and feature, 16 for where the row is of.
    expect(blocks[0]?.['numbers'].length()).toBe(1_000 * 8 * 4);
    expect(blocks[0]?.['marks'].length()).toBe(1_000 * 16);
  });

  it('leave nothing of one that is forgotten: no value, no text, no id', async () => {
    const { observations } = open.store;
    const gone = row('gone', 'secret', { features: [12_345.678, 'hidden'], predicted: 'silent' });
    await observations.add([row('gone', 'a'), gone, row('gone', 'b')]);
    const texts = async () =>
      JSON.stringify(await open.db.collection('prediction_blocks').find({ watch: 'gone' }).toArray());
    const number = Buffer.from(new Float64Array([12_345.678]).buffer);
    const holds = async () => (await blocksOf('gone')).some(({ numbers }) => numbers.buffer.includes(number));
    expect(await texts()).toMatch(/secret.*silent.*hidden/);
    expect(await holds()).toBe(true);
    await observations.remove('gone', 'secret');
    expect(await texts()).not.toMatch(/secret|silent|hidden/);
    expect(await holds()).toBe(false);
  });

  it('forgotten by two at once are both gone', async () => {
    const { observations } = open.store;
    const ids = Array.from({ length: 8 }, (_, at) => `r-${at}`);
    await observations.add(ids.map((id) => row('both', id)));
    expect(await Promise.all(ids.slice(1).map((id) => observations.remove('both', id)))).not.toContain(false);
    expect(await observations.known('both', ids)).toEqual(new Set(['r-0']));
  });

  it('are over together, with the last of them, and never a minute after their own end', async () => {
    const { observations } = open.store;
    const at = (time: number) => row('over', `t${time}`, { at: time, expiresAt: time + 60_000 });
    await observations.add([at(0), at(59_999), at(60_000), at(60_001)]);
    const blocks = await blocksOf('over');
    expect(blocks.map(({ requests, expiresAt }) => [requests.length, expiresAt.getTime()])).toEqual([
      [2, 119_999],
      [2, 120_001],
    ]);
    const indexes = await open.db.collection('prediction_blocks').indexes();
    expect(indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds === 0)).toMatchObject([
      { key: { expiresAt: 1 } },
    ]);
  });

  it('of another version, way or number of features are in another block', async () => {
    const { observations } = open.store;
    const rows = [
      row('kinds', 'a'),
      row('kinds', 'b', { version: 2 }),
      row('kinds', 'c', { version: 2, via: 'discord' }),
      row('kinds', 'd', { version: 2, via: 'discord', features: [1] }),
    ];
    await observations.add(rows);
    expect((await blocksOf('kinds')).map(({ version, via }) => [version, via])).toEqual([
      [1, 'http'],
      [2, 'http'],
      [2, 'discord'],
      [2, 'discord'],
    ]);
  });

  it('fill no document to its bound, whatever their texts', async () => {
    const { observations } = open.store;
    const text = 'é'.repeat(400_000);
    const rows = Array.from({ length: 12 }, (_, at) =>
      row('long', `r${at}`, { features: [at, `${text}${at}`] }),
    );
    expect(await observations.add(rows)).toBe(12);
    expect((await blocksOf('long')).length).toBeGreaterThan(1);
    const found = await observations.after({ watch: 'long', after: 0, limit: 20, settledBy: 1_000 });
    expect(found.map(({ row: one }) => one)).toEqual(rows);
  });

  it('are found without a look at other blocks', async () => {
    const indexes = await open.db.collection('prediction_blocks').indexes();
    expect(indexes).toContainEqual({ v: 2, key: { requests: 1 }, name: 'requests_1', unique: true });
  });
});
