// Streams from files: CSV and ARFF whose last column is the label, or the column called target, label or class.
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Column, Frame } from '../../../core/frame/frame.ts';
import type { Stream } from './streams.ts';
import { leadIn } from './walk.ts';

const labelNames = ['target', 'label', 'class', 'clf_target'];
/** A label with more values is a quantity, and not for a classifier. */
const mostClasses = 50;

/** Fewer rows leave too little after the lead-in to tell policies apart. */
const leastRows = leadIn + 400;
const quickRows = 10_000;

/** The streams of a folder that are long enough, and for a quick run short enough, in the order of their names. */
export async function* realStreams(folder: string, quick: boolean): AsyncGenerator<Stream> {
  for (const file of await streamFiles(folder)) {
    const stream = await loadStream(folder, file);
    const rows = stream?.rows.rows ?? 0;
    if (stream !== null && rows >= leastRows && (!quick || rows <= quickRows)) yield stream;
  }
}

/** Names of the files of a folder that may be streams, sorted. */
export async function streamFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => ['.csv', '.arff'].includes(extname(name).toLowerCase())).sort();
}

/** Null for a file without a label of classes. @throws Error for a file that cannot be read */
export async function loadStream(folder: string, file: string): Promise<Stream | null> {
  const text = await readFile(join(folder, file), 'utf8');
  const rows = streamOf(extname(file).toLowerCase() === '.arff' ? fromArff(text) : fromCsv(text));
  return rows === null ? null : { name: basename(file), rows, changes: null, transition: 0 };
}

export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function fromCsv(text: string): Table {
  const [names = [], ...rows] = parse(text, { skip_empty_lines: true }) as string[][];
  return { names, rows };
}

/** ARFF (the Weka manual, chapter 9.1): attributes by line, then comma-separated rows. No sparse rows. */
export function fromArff(text: string): Table {
  const [head = '', data = ''] = text.split(/^@data\s*$/im);
  const names = [...head.matchAll(/^@attribute\s+(?:'([^']+)'|"([^"]+)"|(\S+))/gim)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
  const rows = parse(data, { comment: '%', skip_empty_lines: true, trim: true, quote: "'" }) as string[][];
  return { names, rows };
}

/** A column of which every value is a number is one; "?" and nothing are missing. Dates and ids are left out. */
export function streamOf({ names, rows }: Table): Frame | null {
  const at = names.findIndex((name) => labelNames.includes(name.toLowerCase()));
  const label = columnOf(names, rows, at === -1 ? names.length - 1 : at);
  const categories = [...new Set(label.texts)].filter((text) => text !== '').sort();
  if (categories.length < 2 || categories.length > mostClasses) return null;
  const features = names
    .map((_, column) => columnOf(names, rows, column))
    .filter(({ name }) => name !== label.name)
    .flatMap(featureOf);
  if (features.length === 0) return null;
  return {
    rows: rows.length,
    columns: features,
    ids: rows.map((_, row) => String(row)),
    times: new Float64Array(rows.length).fill(Number.NaN),
    label: {
      kind: 'categorical',
      name: label.name,
      categories,
      codes: Int32Array.from(label.texts, (text) => categories.indexOf(text)),
    },
  };
}

interface Texts {
  readonly name: string;
  readonly texts: readonly string[];
}

function columnOf(names: readonly string[], rows: Table['rows'], column: number): Texts {
  const texts = rows.map((row) => row[column] ?? '');
  return { name: names[column] ?? String(column), texts: texts.map((text) => (text === '?' ? '' : text)) };
}

function featureOf({ name, texts }: Texts): Column[] {
  const values = Float64Array.from(texts, (text) => (text === '' ? Number.NaN : Number(text)));
  const numeric = texts.every((text, row) => text === '' || !Number.isNaN(values[row]));
  if (numeric) return name.toLowerCase() === 'id' ? [] : [{ kind: 'numeric', name, values }];
  const categories = [...new Set(texts)].filter((text) => text !== '');
  if (categories.length > mostClasses) return [];
  const codes = Int32Array.from(texts, (text) => categories.indexOf(text));
  return [{ kind: 'categorical', name, codes, categories }];
}
