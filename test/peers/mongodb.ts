// Where the tests with a real MongoDB find one, databases nobody else uses, and what that server cannot do.
import { MongoClient } from 'mongodb';
import type { Ability } from '../contracts/store-bench.ts';
import type { Feature } from '../differential/generate.ts';

const given = process.env['MONGODB_TEST_URI'];
if (given === undefined || given === '')
  throw new Error('Set MONGODB_TEST_URI to the address of a MongoDB that tests may write to.');

export const testUri: string = given;

let databases = 0;

/** A name nobody else uses; whoever takes it drops it. */
export function freshDatabase(): string {
  databases += 1;
  return `vigie_test_${process.pid}_${databases}`;
}

async function onServer<T>(use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(testUri, { serverSelectionTimeoutMS: 5_000 }).connect();
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export const dropDatabase = (name: string) => onServer((client) => client.db(name).dropDatabase());

export interface Lacks {
  readonly contract: readonly Ability[];
  readonly operations: readonly Feature[];
  /** Whether updates may meet a unique index. */
  readonly uniqueIndexes: boolean;
}

const nothing: Lacks = { contract: [], operations: [], uniqueIndexes: true };

/** FerretDB 1.24 with SQLite, each by what it was seen to do instead. */
const ferret: Lacks = {
  contract: [
    // Update and findAndModify read first and write later: two at once both match, and one increment is lost.
    'atomic updates',
    // Refuses maxTimeMS there as an unknown field.
    'a bound on distinct',
    // Refuses the name of a field with a dot in it, as old MongoDB did: the tags of a run have such names.
    'keys with dots',
    // Matches only whole values: { $pull: { list: { key: ... } } } removes nothing.
    '$pull by a query',
    'unique values in lists',
  ],
  operations: [
    // Says that it was the first of the list, and nothing of what was done before.
    'failing updates in a list',
    // Counts a document as modified that is as it was.
    '$inc by nothing',
    '$pull by a query',
    // Refuses a query in it with code 2, and holds each of several operators against another value.
    '$elemMatch',
    // Ignores the $slice.
    '$push with $slice',
    // Leaves them out of the document it inserts.
    '$setOnInsert of null and lists',
    // Adds up the first $sum of a group and answers 0 for the others.
    'sums of a group',
  ],
  // Answers code 1 where an update would break one, and 11000 only to an insert.
  uniqueIndexes: false,
};

export async function lacks(): Promise<Lacks> {
  const build = await onServer((client) => client.db('admin').command({ buildInfo: 1 }));
  return 'ferretdbVersion' in build ? ferret : nothing;
}
