// Which row had an id first, over all files of a source.
import { createNewestKeys } from './newest-keys.ts';

/** Ids of the newest million rows; a repetition of an older one is not noticed any more. */
const generations = 5;
/** Rows of one file: a place is file * 2^32 + row, exact in a double. */
const rowsOfAFile = 2 ** 32;

export interface KnownIds {
  /** Whether another row had this id before this one; asking again changes nothing. */
  repeated(id: string, file: string, row: number): boolean;
  /** The ids of files that are not there (any more) count for nothing. */
  present(files: ReadonlySet<string>): void;
}

export function createKnownIds(): KnownIds {
  const places = createNewestKeys(generations);
  const numbers = new Map<string, number>();
  const names: string[] = [];
  let there: ReadonlySet<string> | null = null;
  const numberOf = (file: string) => {
    const known = numbers.get(file) ?? names.push(file) - 1;
    numbers.set(file, known);
    return known;
  };
  return {
    repeated(id, file, row) {
      const own = numberOf(file);
      const first = places.get(id);
      const owner = first === undefined ? undefined : names[Math.floor(first / rowsOfAFile)];
      if (first !== undefined && owner !== undefined && (there?.has(owner) ?? true)) {
        // Of the same file only an earlier row came before: rows are read again after a while.
        return owner === file ? first % rowsOfAFile < row : true;
      }
      places.set(id, own * rowsOfAFile + row);
      return false;
    },
    present(files) {
      there = files;
    },
  };
}
