// One page of a Parquet column (data, or the dictionary of the data pages after it), decompressed and decoded.
import { gunzipSync } from 'node:zlib';
import type { CompressionCodec, DataReader, PageHeader, SchemaElement } from 'hyparquet';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { compressors } from 'hyparquet-compressors';
import { byteStrings, type Raw } from './raw.ts';
import { decodeBits, decodeRuns } from './runs.ts';

/** What the footer says of the pages of a column chunk. */
export interface PageShape {
  readonly element: SchemaElement;
  readonly optional: boolean;
  readonly codec: CompressionCodec;
}

/** The rows of a data page. */
export interface DataPage {
  readonly rows: number;
  /** 1 = the row has a value, 0 = it is missing; null = all have one. */
  readonly present: Uint8Array | null;
  /** The values of the rows that have one; null = they are places in the dictionary (a boolean's always are). */
  readonly stored: Raw | null;
  readonly indexes: Int32Array | Uint8Array | null;
}

// The library's own gzip is several times slower than zlib.
const decompressors = {
  ...compressors,
  GZIP: (input: Uint8Array, length: number) => gunzipSync(input, { maxOutputLength: length }),
};

/** @throws Error when the bytes are not what the header says */
export function decodeDictionary(header: PageHeader, bytes: Uint8Array, { element, codec }: PageShape): Raw {
  const count = header.dictionary_page_header?.num_values ?? 0;
  const page = decompressPage(bytes, header.uncompressed_page_size, codec, decompressors);
  return plainValues(readerOf(page), count, element);
}

/** Rows of a page; 0 for one without data. */
export function rowsOf({ data_page_header: first, data_page_header_v2: second }: PageHeader): number {
  return second?.num_values ?? first?.num_values ?? 0;
}

/** @throws Error when the bytes are not what the header says, or in an encoding that is not known */
export function decodePage(header: PageHeader, bytes: Uint8Array, shape: PageShape): DataPage {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (second !== undefined) return decodeSecond(header.uncompressed_page_size, { ...second, bytes }, shape);
  if (first === undefined) throw new Error(`parquet unsupported page type: ${header.type}`);
  const page = decompressPage(bytes, header.uncompressed_page_size, shape.codec, decompressors);
  const present = shape.optional ? new Uint8Array(first.num_values) : null;
  const start = present === null ? 0 : 4 + lengthAt(page);
  if (present !== null) decodeRuns(page.subarray(4, start), 1, present);
  return pageOf(page.subarray(start), { rows: first.num_values, present, encoding: first.encoding }, shape);
}

type SecondHeader = NonNullable<PageHeader['data_page_header_v2']> & { readonly bytes: Uint8Array };

/** A page of the second version keeps its levels outside of what is compressed. */
function decodeSecond(size: number, header: SecondHeader, shape: PageShape): DataPage {
  const { bytes, num_values: rows, encoding } = header;
  const levels = header.repetition_levels_byte_length;
  const start = levels + header.definition_levels_byte_length;
  const present = shape.optional ? new Uint8Array(rows) : null;
  if (present !== null) decodeRuns(bytes.subarray(levels, start), 1, present);
  const rest = bytes.subarray(start);
  const packed = header.is_compressed !== false && size > start;
  const page = packed ? decompressPage(rest, size - start, shape.codec, decompressors) : rest;
  return pageOf(page, { rows, present, encoding }, shape);
}

interface Levels extends Pick<DataPage, 'rows' | 'present'> {
  readonly encoding: string;
}

function pageOf(body: Uint8Array, { rows, present, encoding }: Levels, shape: PageShape): DataPage {
  const count = present === null ? rows : countOf(present);
  const common = { rows, present: count === rows ? null : present };
  const indexed = encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY';
  if (shape.element.type === 'BOOLEAN')
    return { ...common, stored: null, indexes: bits(body, encoding, count) };
  if (indexed) return { ...common, stored: null, indexes: places(body, count) };
  return { ...common, stored: values(readerOf(body), { encoding, count }, shape.element), indexes: null };
}

function countOf(present: Uint8Array): number {
  let count = 0;
  for (let row = 0; row < present.length; row++) if (present[row] === 1) count += 1;
  return count;
}

function bits(body: Uint8Array, encoding: string, count: number): Uint8Array {
  const truths = new Uint8Array(count);
  if (encoding === 'RLE') decodeRuns(body.subarray(4), 1, truths);
  else if (encoding === 'PLAIN') decodeBits(body, 1, truths);
  else throw new Error(`parquet unsupported encoding: ${encoding}`);
  return truths;
}

/** In the dictionary; the first byte says how many bits each takes. */
function places(body: Uint8Array, count: number): Int32Array {
  const indexes = new Int32Array(count);
  if (count > 0 && body[0] !== 0) decodeRuns(body.subarray(1), body[0] ?? 0, indexes);
  return indexes;
}

function lengthAt(bytes: Uint8Array): number {
  return readerOf(bytes).view.getUint32(0, true);
}

function values(
  reader: DataReader,
  { encoding, count }: { encoding: string; count: number },
  element: SchemaElement,
): Raw {
  const type = typeOf(element);
  switch (encoding) {
    case 'PLAIN':
      return plainValues(reader, count, element);
    case 'BYTE_STREAM_SPLIT':
      return byteStreamSplit(reader, count, type, element.type_length);
    case 'DELTA_BINARY_PACKED': {
      const output = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      if (count > 0) deltaBinaryUnpack(reader, count, output);
      return output;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return texts(count, (output) => deltaLengthByteArray(reader, count, output));
    case 'DELTA_BYTE_ARRAY':
      return texts(count, (output) => deltaByteArray(reader, count, output));
    default:
      throw new Error(`parquet unsupported encoding: ${encoding}`);
  }
}

function plainValues(reader: DataReader, count: number, element: SchemaElement): Raw {
  const { view, offset } = reader;
  if (element.type !== 'BYTE_ARRAY') return readPlain(reader, typeOf(element), count, element.type_length);
  return byteStrings(new Uint8Array(view.buffer, view.byteOffset + offset, view.byteLength - offset), count);
}

function texts(count: number, fill: (output: Uint8Array[]) => void): Uint8Array[] {
  const output: Uint8Array[] = Array.from({ length: count });
  if (count > 0) fill(output);
  return output;
}

function typeOf({ type, name }: SchemaElement) {
  if (type === undefined) throw new Error(`parquet column without a type: ${name}`);
  return type;
}

export function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}
