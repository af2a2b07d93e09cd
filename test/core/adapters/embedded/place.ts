// A place for a store to be stopped, killed or damaged and started again in, for the tests beside this file.

import { join } from 'node:path';
import { makeDirectory, openEmbedded, START } from './opened.ts';

export interface Place {
  /** Its own for one test, which removes it. */
  readonly directory: string;
  /** The data directory of the store, inside of it; not made yet. */
  readonly data: string;
  readonly log: string;
}

export const clock = { now: () => START };

export async function makePlace(): Promise<Place> {
  const directory = await makeDirectory();
  const data = join(directory, 'data');
  return { directory, data, log: join(data, 'embedded.log') };
}

/** The ids of the collection `numbers`, in their order, as a store started anew finds them. */
export async function storedNumbers(data: string): Promise<number[]> {
  const { db, client, embedded } = await openEmbedded({ directory: data });
  const docs = await db.collection<{ _id: number }>('numbers').find().sort({ _id: 1 }).toArray();
  await client.close();
  await embedded.stop();
  return docs.map((doc) => doc._id);
}
