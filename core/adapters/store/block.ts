// Rows of predictions that go together, as one document and back. Pure.
import { Binary } from 'mongodb';
import type { OwnRow } from '../../observation.ts';
import type { BlockRow } from './collections.ts';
import { type Draft, keyOf, type Numbered } from './draft.ts';

/** `numbers` and `marks` of a row, beside the features. */
export const figures = 2;
export const marksOfRow = 4;
/** One document of rows that go together. */
export function encode({ first, rows, requests, kinds }: Draft): BlockRow {
  const { watch, expiresAt, features } = first;
  const [classes, texts] = [dictionary(), dictionary()];
  const width = figures + features.length;
  const numbers = new Float64Array(rows.length * width);
  const marks = new Int32Array(rows.length * marksOfRow);
  const start = rows[0]?.sequence ?? 0;
  let end = expiresAt;
  let [number, mark] = [0, 0];
  for (const { row, sequence, request, place } of rows) {
    marks[mark++] = sequence - start;
    marks[mark++] = requests.get(request)?.code ?? 0;
    marks[mark++] = place;
    marks[mark++] = classes.codeOf(row.predicted);
    numbers[number++] = row.at;
    numbers[number++] = row.probability;
    for (let feature = 0; feature < features.length; feature++) {
      const cell = row.features[feature];
      numbers[number++] = typeof cell === 'string' ? texts.codeOf(cell) : (cell ?? Number.NaN);
    }
    if (row.expiresAt > end) end = row.expiresAt;
  }
  const keys = [...requests.keys()].map((request) => keyOf(watch, request));
  return blockOf(first, {
    ...{ end, seq: start, last: rows.at(-1)?.sequence ?? start, keys, numbers, marks },
    ...{ classes: classes.list, texts: texts.list },
    textual: kinds.flatMap((kind, feature) => (kind === 2 ? [feature] : [])),
  });
}

interface Content extends Pick<BlockRow, 'seq' | 'last' | 'classes' | 'texts' | 'textual'> {
  /** Of its requests. */
  readonly keys: string[];
  /** When the last of its rows expires. */
  readonly end: number;
  readonly numbers: Float64Array;
  readonly marks: Int32Array;
}

/** The document: what `first` shares with all rows, and what they are. It is named after its first request. */
export function blockOf(
  {
    watch,
    version,
    via,
    storedAt,
    at,
    expiresAt,
  }: Omit<OwnRow, 'id' | 'features' | 'predicted' | 'probability'>,
  { keys, end, numbers, marks, ...content }: Content,
): BlockRow {
  return {
    _id: keys[0] ?? '',
    v: 1,
    rev: 0,
    ...{ watch, version, via, storedAt },
    life: expiresAt - at,
    expiresAt: new Date(end),
    requests: keys,
    ...content,
    numbers: new Binary(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)),
    marks: new Binary(new Uint8Array(marks.buffer)),
  };
}

function dictionary() {
  const codes = new Map<string, number>();
  const list: string[] = [];
  const codeOf = (text: string): number => {
    const code = codes.get(text) ?? list.push(text) - 1;
    codes.set(text, code);
    return code;
  };
  return { list, codeOf };
}

/** Where the rows of a block are, in sequence. */
export function placesIn(block: Pick<BlockRow, 'watch' | 'seq' | 'requests' | 'marks'>): {
  readonly id: string;
  readonly sequence: number;
}[] {
  const marks = new Int32Array(aligned(block.marks));
  const from = block.watch.length + 1;
  return Array.from({ length: marks.length / marksOfRow }, (_, turn) => {
    const at = turn * marksOfRow;
    const request = block.requests[marks[at + 1] as number]?.slice(from) ?? '';
    const place = marks[at + 2] as number;
    return {
      id: place < 0 ? request : `${request}-${place}`,
      sequence: block.seq + (marks[at] as number),
    };
  });
}

/** The rows of a block with a sequence number that is wanted, in sequence. */
export function decode(block: BlockRow, wanted: (sequence: number) => boolean): Numbered<OwnRow>[] {
  const { watch, version, via, storedAt, life, classes, texts } = block;
  const numbers = new Float64Array(aligned(block.numbers));
  const marks = new Int32Array(aligned(block.marks));
  const textual = new Set(block.textual);
  const places = placesIn(block);
  const width = numbers.length / places.length;
  const cellAt = (at: number, feature: number) => {
    const number = numbers[at] as number;
    if (Number.isNaN(number)) return null;
    return textual.has(feature) ? (texts[number] ?? null) : number;
  };
  return places.flatMap(({ id, sequence }, turn): Numbered<OwnRow>[] => {
    if (!wanted(sequence)) return [];
    const at = turn * width;
    const time = numbers[at] as number;
    const row = {
      id,
      watch,
      at: time,
      storedAt,
      expiresAt: time + life,
      features: Array.from({ length: width - figures }, (_, one) => cellAt(at + figures + one, one)),
      version,
      predicted: classes[marks[turn * marksOfRow + 3] as number] ?? '',
      probability: numbers[at + 1] as number,
      via,
    };
    return [{ sequence, row }];
  });
}

/** A copy, because the bytes of a document lie anywhere in a message. */
const aligned = ({ buffer, position }: Binary): ArrayBuffer =>
  new Uint8Array(buffer.subarray(0, position)).buffer;
