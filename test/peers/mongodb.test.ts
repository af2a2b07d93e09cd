// The store over a real MongoDB (or what speaks its protocol) at MONGODB_TEST_URI, in a database of its own.
import { MongoClient } from 'mongodb';
import { openStore } from '../../core/adapters/store/index.ts';
import { storeContract } from '../contracts/store.ts';

const uri = process.env['MONGODB_TEST_URI'];
if (uri === undefined || uri === '')
  throw new Error('Set MONGODB_TEST_URI to the address of a MongoDB that tests may write to.');

storeContract('MongoDB', async (clock) => {
  const database = `vigie_test_${process.pid}`;
  const open = await openStore({ uri, database, kind: 'mongodb', clock });
  return {
    store: open.store,
    async close() {
      await open.close();
      const client = await new MongoClient(uri).connect();
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
});
