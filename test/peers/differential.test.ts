// The embedded server and the server at MONGODB_TEST_URI are asked the same seeded operations and answer the same.
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../core/adapters/embedded/opened.ts';
import { compareSides, type Side } from '../differential/compare.ts';
import { operations } from '../differential/generate.ts';
import type { Stored } from '../differential/operation.ts';
import { perform, prepare } from '../differential/perform.ts';
import { freshDatabase, lacks, testUri } from './mongodb.ts';

const server = await lacks();

async function sideOf(client: MongoClient, database: string): Promise<Side> {
  const rows = client.db(database).collection<Stored>('rows');
  await prepare(rows, server.uniqueIndexes);
  return {
    perform: (operation) => perform(rows, operation),
    contents: () => rows.find().sort({ _id: 1 }).toArray(),
  };
}

describe('the embedded server and a MongoDB', () => {
  it.each([11, 12, 13, 14, 15, 16, 17, 18])('answer 500 operations of seed %i alike', async (seed) => {
    const embedded = await openEmbedded();
    const client = await new MongoClient(testUri).connect();
    const database = freshDatabase();
    try {
      const asked = operations(seed, 500, new Set(server.operations));
      expect(asked).toHaveLength(500);
      await compareSides(await sideOf(embedded.client, 'test'), await sideOf(client, database), asked);
    } finally {
      await client.db(database).dropDatabase();
      await Promise.all([client.close(), embedded.close()]);
    }
  });
});
