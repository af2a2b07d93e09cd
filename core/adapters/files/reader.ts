// The reader of data files, as main.ts hands it to the sources.
import { availableParallelism } from 'node:os';
import type { DataFile, RowReader } from '../../sources/row-reader.ts';
import { csvReader } from './csv.ts';
import { readJson } from './json.ts';
import { listFiles } from './list.ts';
import { readNdjson } from './ndjson.ts';
import { type ReadingThread, readingThread } from './reading-thread.ts';

/** `thread`: see csvReader. */
export function createFileReader(thread: ReadingThread | null): RowReader {
  const csv = csvReader(thread);
  return {
    list: listFiles,
    read: (file, from, wanted) => (file.kind === 'csv' ? csv : others[file.kind])(file, from, wanted),
  };
}

/** Reads everything on the event loop. */
export const fileReader = createFileReader(null);

/** Reads large files with a second thread, where there is a processor for it. */
export function threadedReader(): RowReader {
  return createFileReader(availableParallelism() > 1 ? readingThread() : null);
}

const others: Readonly<Record<Exclude<DataFile['kind'], 'csv'>, RowReader['read']>> = {
  ndjson: readNdjson,
  json: readJson,
  parquet: async function* (file, from, wanted) {
    // Loading the decoder takes longer than anything else at the start; most watches never need it.
    const { readParquet } = await import('./parquet.ts');
    yield* readParquet(file, from, wanted);
  },
};
