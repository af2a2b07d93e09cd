// Requests whose rows are numbers alone: which of them go together in one block, and that block. Pure.
import type { OwnRow, RequestRows } from '../../observation.ts';
import { blockOf, figures, marksOfRow } from './block.ts';
import type { BlockRow } from './collections.ts';
import { bytesBeside, full, goTogether, keyOf, largest, mostRows, type Numbered, placed } from './draft.ts';

/** A request whose first row has this sequence number. */
export interface NumberedRequest {
  readonly sequence: number;
  readonly request: RequestRows;
}

/** One block. */
type Group = [NumberedRequest, ...NumberedRequest[]];

const widthOf = ({ numbers, rows }: RequestRows) => numbers.length / rows;

const bytesOf = ({ numbers, rows }: RequestRows) => bytesBeside * rows + numbers.byteLength;

/** Requests of one block each, in their order; `loose` are those too large for one, or whose id comes again. */
export function grouped(requests: readonly NumberedRequest[]): {
  readonly groups: readonly Group[];
  readonly loose: readonly NumberedRequest[];
} {
  const groups: Group[] = [];
  const loose: NumberedRequest[] = [];
  const known = new Set<string>();
  let [rows, bytes] = [0, 0];
  for (const one of requests) {
    const key = blockKey(one.request);
    const size = bytesOf(one.request);
    if (known.has(key) || size > largest) {
      loose.push(one);
      continue;
    }
    known.add(key);
    const group = groups.at(-1);
    const isOpen = rows < mostRows && bytes < full && bytes + size <= largest;
    if (group !== undefined && isOpen && together(group[0].request, one.request)) group.push(one);
    else {
      groups.push([one]);
      [rows, bytes] = [0, 0];
    }
    rows += one.request.rows;
    bytes += size;
  }
  return { groups, loose };
}

function together(first: RequestRows, other: RequestRows): boolean {
  return other.classes === first.classes && widthOf(other) === widthOf(first) && goTogether(first, other);
}

function blockKey({ watch, id, isNumbered }: RequestRows): string {
  return keyOf(watch, isNumbered ? id : placed(id).request);
}

/** One document of requests that go together. */
export function encodeRequests(group: Group): BlockRow {
  const [{ request: first, sequence: start }] = group;
  const rows = group.reduce((sum, { request }) => sum + request.rows, 0);
  const numbers = sideBySide(group) ?? joined(group);
  const marks = new Int32Array(rows * marksOfRow);
  let end = first.expiresAt;
  let [row, last] = [0, start];
  for (const [code, { request, sequence }] of group.entries()) {
    const from = request.isNumbered ? 0 : placed(request.id).place;
    for (let place = 0; place < request.rows; place++) {
      const mark = row++ * marksOfRow;
      marks[mark] = sequence + place - start;
      marks[mark + 1] = code;
      marks[mark + 2] = from + place;
      marks[mark + 3] = request.codes[place] as number;
    }
    last = sequence + request.rows - 1;
    end = Math.max(end, request.expiresAt);
  }
  const keys = group.map(({ request }) => blockKey(request));
  const classes = [...first.classes];
  return blockOf(first, { end, seq: start, last, keys, classes, texts: [], textual: [], numbers, marks });
}

/** All their numbers as they lie, null where one does not follow the other. */
function sideBySide([{ request: first }, ...others]: Group): Float64Array | null {
  const { buffer, byteOffset } = first.numbers;
  let length = first.numbers.length;
  for (const { request } of others) {
    const { numbers } = request;
    if (numbers.buffer !== buffer || numbers.byteOffset !== byteOffset + numbers.BYTES_PER_ELEMENT * length)
      return null;
    length += numbers.length;
  }
  return new Float64Array(buffer, byteOffset, length);
}

function joined(group: Group): Float64Array {
  const numbers = new Float64Array(group.reduce((sum, { request }) => sum + request.numbers.length, 0));
  let at = 0;
  for (const { request } of group) {
    numbers.set(request.numbers, at);
    at += request.numbers.length;
  }
  return numbers;
}

/** The rows of a request one by one. */
export function rowsOf({ sequence, request }: NumberedRequest): Numbered<OwnRow>[] {
  const { id, isNumbered, rows, numbers, codes, classes, ...shared } = request;
  const width = widthOf(request);
  return Array.from({ length: rows }, (_, place) => {
    const from = place * width;
    const row: OwnRow = {
      ...shared,
      id: isNumbered ? `${id}-${place}` : id,
      features: [...numbers.subarray(from + figures, from + width)],
      predicted: classes[codes[place] ?? -1] ?? '',
      probability: numbers[from + 1] as number,
    };
    return { sequence: sequence + place, row };
  });
}
