// The columns of a Parquet file, and which of them are read. Pure.
import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import type { Wanted } from '../../../sources/row-reader.ts';
import { badFile, checkColumnCount } from '../failure.ts';
import { type ValueKind, valueKind } from './values.ts';

/** A column that is read. */
export interface ParquetColumn {
  readonly name: string;
  /** Place among the column chunks of a row group. */
  readonly at: number;
  readonly kind: ValueKind;
  /** Whether a value may be missing. */
  readonly optional: boolean;
  readonly element: SchemaTree['element'];
}

export interface ParquetSchema {
  /** In file order; "" for the row names of pandas, which are no data. */
  readonly names: readonly string[];
  readonly read: readonly ParquetColumn[];
}

/** How pandas names the index of a frame that had none of its own. */
const pandasIndex = /^__index_level_\d+__$/;

/**
 * All columns by name, and those that are wanted.
 * @throws AppError `bad_data` (two columns of one name, wanted ones that are nested or of no readable kind), `too_large`
 */
export function schemaOf(metadata: FileMetaData, wanted: Wanted, file: string): ParquetSchema {
  const trees = parquetSchema(metadata).children;
  const read: ParquetColumn[] = [];
  const unreadable: string[] = [];
  const names: string[] = [];
  let at = 0;
  for (const tree of trees) {
    const name = nameOf(tree, wanted);
    names.push(name);
    if (name !== '' && !wanted.skip.includes(name)) {
      const column = columnOf(tree, { name, at });
      if (column === null) unreadable.push(name);
      else read.push(column);
    }
    at += leaves(tree);
  }
  checkNames(names, file);
  if (unreadable.length > 0) throw unreadableColumns(file, unreadable);
  return { names, read };
}

function nameOf({ element }: SchemaTree, wanted: Wanted): string {
  const name = element.name.trim();
  return pandasIndex.test(name) && !wanted.texts.includes(name) ? '' : name;
}

function columnOf(tree: SchemaTree, { name, at }: { name: string; at: number }): ParquetColumn | null {
  const { element, children } = tree;
  const kind = valueKind(element);
  if (kind === null || children.length > 0 || element.repetition_type === 'REPEATED') return null;
  return { name, at, kind, optional: element.repetition_type !== 'REQUIRED', element };
}

function leaves({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + leaves(child), 0);
}

function checkNames(names: readonly string[], file: string): void {
  checkColumnCount(file, names.length);
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw badFile(file, `names the column "${twice}" twice`, 'Give each column a name of its own.');
}

function unreadableColumns(file: string, columns: readonly string[]) {
  const list = columns.map((column) => `"${column}"`).join(', ');
  return badFile(
    file,
    `has columns whose values are neither numbers nor texts: ${list}`,
    'Add them to "drop" of the source, or write their parts as columns of their own.',
  );
}
