// The reader of data files, as main.ts hands it to the sources.
import type { RowReader } from '../../sources/row-reader.ts';
import { readCsv } from './csv.ts';
import { listFiles } from './list.ts';
import { readNdjson } from './ndjson.ts';

export const fileReader: RowReader = {
  list: listFiles,
  read: (file, from, wanted) =>
    file.kind === 'csv' ? readCsv(file, from, wanted) : readNdjson(file, from, wanted),
};
