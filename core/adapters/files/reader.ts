// The reader of data files, as main.ts hands it to the sources.
import type { DataFile, RowReader } from '../../sources/row-reader.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { listFiles } from './list.ts';
import { readNdjson } from './ndjson.ts';

const kinds: Readonly<Record<DataFile['kind'], RowReader['read']>> = {
  csv: readCsv,
  ndjson: readNdjson,
  json: readJson,
  parquet: async function* (file, from, wanted) {
    // Loading the decoder takes longer than anything else at the start; most watches never need it.
    const { readParquet } = await import('./parquet.ts');
    yield* readParquet(file, from, wanted);
  },
};

export const fileReader: RowReader = {
  list: listFiles,
  read: (file, from, wanted) => kinds[file.kind](file, from, wanted),
};
