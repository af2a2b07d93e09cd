// The store over a real MongoDB (or what speaks its protocol) at MONGODB_TEST_URI, in databases of its own.
import { openStore } from '../../core/adapters/store/index.ts';
import { storeContract } from '../contracts/store.ts';
import { silent } from '../fakes/log.ts';
import { dropDatabase, freshDatabase, lacks, testUri } from './mongodb.ts';

const server = await lacks();

storeContract(
  'MongoDB',
  async (clock) => {
    const database = freshDatabase();
    const open = await openStore({ uri: testUri, database, kind: 'mongodb', clock, log: silent });
    return {
      store: open.store,
      async close() {
        await open.close();
        await dropDatabase(database);
      },
    };
  },
  server.contract,
);
