// Records of a JSON file (one a line, or the elements of an array) gathered as rows.
import type { FileMark, Rows, Wanted } from '../../sources/row-reader.ts';
import type { Place } from './blocks.ts';
import { badRow, checkCell, checkColumnCount } from './failure.ts';
import { createGathering, put } from './gather.ts';

/** Rows times columns of a chunk, about: records that share no key would fill them by the square. */
const chunkCells = 128 * 1024;

export interface Records {
  /** How many there were before the next one. */
  count(): number;
  /**
   * Takes the next record.
   * @throws AppError `bad_data` when it is not a JSON object, `too_large`
   */
  add(text: string): void;
  /** Whether those that were not taken yet are enough for a chunk. */
  full(): boolean;
  take(): Rows;
  /** The mark after the rows that were taken. */
  markAt(place: Place): FileMark;
}

export function createRecords(
  name: string,
  { from, wanted }: { from: FileMark | null; wanted: Wanted },
): Records {
  const gathering = createGathering(wanted);
  /** Columns in the order their keys first appear. */
  const names = new Set(from?.columns ?? []);
  let columns = from?.columns ?? [];
  let [taken, rows] = [from?.rows ?? 0, 0];
  return {
    count: () => taken + rows,
    full: () => rows * names.size >= chunkCells,
    add(text) {
      const row = taken + rows;
      for (const [key, value] of Object.entries(recordOf(text, { name, row }))) {
        names.add(key);
        const target = gathering.target(key);
        if (target.cells === null && target.texts === null) continue;
        const cell = cellOf(value);
        checkCell(name, row, cell);
        put(target, rows, cell);
      }
      checkColumnCount(name, names.size);
      rows += 1;
    },
    take() {
      const all = gathering.take(rows);
      taken += rows;
      rows = 0;
      return all;
    },
    markAt(place) {
      if (names.size > columns.length) columns = [...names];
      return { ...place, rows: taken, columns };
    },
  };
}

/** Undefined when it is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(text: string, { name, row }: { name: string; row: number }): object {
  const record = parsedJson(text);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw badRow(name, row, 'is not a JSON object');
  }
  return record;
}

/** A nested value is kept as its JSON: as a feature it is a text, and it may well be a column that is dropped. */
function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
