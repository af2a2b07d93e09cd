// Which rows of predictions go together in one block. Pure.
import type { Observation, OwnRow } from '../../observation.ts';

export interface Numbered<Row extends Observation = Observation> {
  readonly sequence: number;
  readonly row: Row;
}

/** Rows of one block, but for those of the request that is the last. */
export const mostRows = 1_000;
/** Bytes at which a block is full, and that none is larger than: a document may have 16 MB, and texts count twice. */
export const full = 2 ** 18;
export const largest = 2 ** 22;
/** Milliseconds from the end of a block's first row to that of its last: what a server takes to notice an end. */
const sameEnd = 60_000;
/** Bytes of a row beside its features. */
export const bytesBeside = 32;
/** Digits of a place in a request. */
const mostDigits = 3;

export const keyOf = (watch: string, request: string) => `${watch}/${request}`;

/** The place in its request that an id ends with, -1 where it names none: then the whole id is the request. */
function placeIn(id: string, dash: number): number {
  const digits = id.length - dash - 1;
  if (dash < 1 || digits < 1 || digits > mostDigits) return -1;
  let place = 0;
  for (let at = dash + 1; at < id.length; at++) {
    const digit = id.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    place = 10 * place + digit;
  }
  const isPlain = digits === 1 || id.charCodeAt(dash + 1) !== 48;
  return isPlain ? place : -1;
}

/** The request an id is of, and its place there. */
export function placed(id: string): { readonly request: string; readonly place: number } {
  const dash = id.lastIndexOf('-');
  const place = placeIn(id, dash);
  return { request: place < 0 ? id : id.slice(0, dash), place };
}

/** Under what the block of a row is found. */
export const requestKey = (watch: string, id: string) => keyOf(watch, placed(id).request);

/** A row whose request is known; the next row is mostly of the same. */
interface Named extends Numbered<OwnRow> {
  readonly request: string;
  readonly place: number;
}

function named(one: Numbered<OwnRow>, before: string): Named {
  const { id } = one.row;
  const dash = id.lastIndexOf('-');
  const place = placeIn(id, dash);
  const { row, sequence } = one;
  if (place < 0) return { row, sequence, request: id, place };
  const isSame = dash === before.length && id.startsWith(before);
  return { row, sequence, request: isSame ? before : id.slice(0, dash), place };
}

/** Nothing but missing values so far, numbers, texts. */
type Kind = 0 | 1 | 2;

export interface Draft {
  readonly first: OwnRow;
  readonly rows: Named[];
  /** By request: its code, and the place of its last row. */
  readonly requests: Map<string, { readonly code: number; last: number }>;
  /** Of each feature. */
  readonly kinds: Kind[];
  bytes: number;
}

const draftOf = (first: OwnRow): Draft => ({
  first,
  rows: [],
  requests: new Map(),
  kinds: first.features.map(() => 0),
  bytes: 0,
});

/**
 * Blocks of rows of one watch, in their order. `loose` are those that fit in none: the rest of a request whose block is
 * full, an id that comes again, a feature that is a number here and a text there.
 */
export function drafted(rows: readonly Numbered<OwnRow>[]): {
  readonly drafts: readonly Draft[];
  readonly loose: readonly Numbered<OwnRow>[];
} {
  const drafts: Draft[] = [];
  const loose: Numbered<OwnRow>[] = [];
  const holders = new Map<string, Draft>();
  let request = '';
  for (const each of rows) {
    const one = named(each, request);
    request = one.request;
    const holder = holders.get(request);
    let draft = holder ?? drafts.at(-1);
    if (draft === undefined || (holder === undefined && !takes(draft, one))) {
      draft = draftOf(one.row);
      drafts.push(draft);
    }
    const isOpen = draft === drafts.at(-1) && takes(draft, one);
    if (isOpen && put(draft, one)) holders.set(request, draft);
    else loose.push(one);
  }
  return { drafts: drafts.filter((draft) => draft.rows.length > 0), loose };
}

function takes({ first, rows, bytes }: Draft, { row, request }: Named): boolean {
  const isFull = rows.length >= mostRows || bytes >= full;
  return (
    (!isFull || rows.at(-1)?.request === request) &&
    row.features.length === first.features.length &&
    goTogether(first, row)
  );
}

/** What a block says once for all its rows. */
type Shared = Pick<OwnRow, 'storedAt' | 'version' | 'via' | 'at' | 'expiresAt'>;

export function goTogether(first: Shared, other: Shared): boolean {
  return (
    other.storedAt === first.storedAt &&
    other.version === first.version &&
    other.via === first.via &&
    other.expiresAt - other.at === first.expiresAt - first.at &&
    Math.abs(other.expiresAt - first.expiresAt) < sameEnd
  );
}

/** False = it does not go with the others. */
function put(draft: Draft, one: Named): boolean {
  const { requests, rows } = draft;
  const known = requests.get(one.request);
  if (known !== undefined && one.place <= known.last) return false;
  const bytes = measured(one.row, draft.kinds);
  if (bytes < 0 || draft.bytes + bytes > largest) return false;
  if (known === undefined) requests.set(one.request, { code: requests.size, last: one.place });
  else known.last = one.place;
  draft.bytes += bytes;
  rows.push(one);
  return true;
}

/** Bytes of a row; -1 when a feature is of another kind than in the rows before. */
function measured({ features }: OwnRow, kinds: Kind[]): number {
  let bytes = bytesBeside + 8 * features.length;
  for (let at = 0; at < features.length; at++) {
    const cell = features[at];
    if (cell === null || cell === undefined) continue;
    const kind = typeof cell === 'string' ? 2 : 1;
    if (kinds[at] === 0) kinds[at] = kind;
    if (kinds[at] !== kind) return -1;
    if (typeof cell === 'string') bytes += 2 * cell.length;
  }
  return bytes;
}

/** One of rows that were in one before. */
export function redrafted(first: OwnRow, rows: readonly Numbered<OwnRow>[]): Draft {
  const draft = draftOf(first);
  for (const one of rows) put(draft, named(one, ''));
  return draft;
}
