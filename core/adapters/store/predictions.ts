// The collection of blocks: rows of predictions, many to a document. Found by the request they came with.
import type { FindCursor } from 'mongodb';
import type { OwnRow } from '../../observation.ts';
import { decode, encode, placesIn } from './block.ts';
import type { BlockRow, Collections } from './collections.ts';
import { bounded } from './connect.ts';
import { drafted, type Numbered, redrafted, requestKey } from './draft.ts';
import { insertUnlessThere } from './once.ts';
import { encodeRequests, grouped, type NumberedRequest, rowsOf } from './request-rows.ts';

/** Rows asked for in chat can be labelled, but checks and training never see them. */
export const outsideChat = { via: { $ne: 'discord' } };

interface Span {
  readonly watch: string;
  /** Rows with a greater sequence number. */
  readonly after: number;
  readonly upTo?: number;
  readonly limit: number;
}

/** Where a row is. */
export interface Place {
  readonly block: string;
  readonly sequence: number;
  readonly via: string;
}

/** A busy process passes on some hundred kilobytes a turn of its loop through one connection; others need some as well. */
const lanes = 2;

const lanesOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.min(lanes, all.length) }, (_, lane) =>
    all.filter((_one, at) => at % lanes === lane),
  );

/** A block holds hundreds of kilobytes. */
const fewAtOnce = { ...bounded, batchSize: 4 };

export function predictionBlocks({ blocks }: Pick<Collections, 'blocks'>) {
  const withRequests = (watch: string, ids: readonly string[]) => ({
    requests: { $in: [...new Set(ids.map((id) => requestKey(watch, id)))] },
  });
  const placesOf = async (watch: string, ids: readonly string[]): Promise<Map<string, Place>> => {
    const asked = new Set(ids);
    const places = new Map<string, Place>();
    if (asked.size === 0) return places;
    const parts = { projection: { watch: 1, via: 1, seq: 1, requests: 1, marks: 1 }, batchSize: 100 };
    for await (const block of blocks.find(withRequests(watch, ids), { ...bounded, ...parts }))
      for (const { id, sequence } of placesIn(block))
        if (asked.has(id)) places.set(id, { block: block._id, sequence, via: block.via });
    return places;
  };
  /** `refused` are the rows of blocks of which one has a request already. */
  const insertDrafts = async (rows: readonly Numbered<OwnRow>[]) => {
    const { drafts, loose } = drafted(rows);
    const refused: Numbered<OwnRow>[] = [];
    await Promise.all(
      lanesOf(drafts).map(async (lane) => {
        const there = await insertUnlessThere<BlockRow>(blocks, lane.map(encode));
        refused.push(...there.flatMap((at) => lane[at]?.rows ?? []));
      }),
    );
    return { stored: rows.length - loose.length - refused.length, loose, refused };
  };
  /** Writes a block anew with the rows that are left, or deletes it with the last; false = it is not as it was read. */
  const left = async ({ _id, rev }: BlockRow, rows: readonly Numbered<OwnRow>[]): Promise<boolean> => {
    const first = rows[0]?.row;
    if (first === undefined) return (await blocks.deleteOne({ _id, rev })).deletedCount > 0;
    const { _id: _first, ...after } = encode(redrafted(first, rows));
    return (await blocks.replaceOne({ _id, rev }, { ...after, rev: rev + 1 })).matchedCount > 0;
  };
  return {
    placesOf,
    /** Stores rows of one watch; `loose` are those that did not go into a block, or that one may hold already. */
    async insert(
      rows: readonly Numbered<OwnRow>[],
    ): Promise<{ stored: number; loose: readonly Numbered<OwnRow>[] }> {
      const first = await insertDrafts(rows);
      if (first.refused.length === 0) return { stored: first.stored, loose: first.loose };
      // A write whose answer was lost comes again, with more: the rest of it goes together as well.
      const { watch } = first.refused[0]?.row ?? { watch: '' };
      const held = await placesOf(
        watch,
        first.refused.map(({ row }) => row.id),
      );
      const again = await insertDrafts(first.refused.filter(({ row }) => !held.has(row.id)));
      return {
        stored: first.stored + again.stored,
        loose: [...first.loose, ...again.loose, ...again.refused],
      };
    },
    /** The same for whole requests. */
    async insertRequests(
      requests: readonly NumberedRequest[],
    ): Promise<{ stored: number; loose: readonly Numbered<OwnRow>[] }> {
      const { groups, loose } = grouped(requests);
      const there = await insertUnlessThere<BlockRow>(blocks, groups.map(encodeRequests));
      const refused = there.flatMap((at) => groups[at] ?? []);
      const left = [...loose, ...refused].flatMap(rowsOf);
      const rows = requests.reduce((sum, { request }) => sum + request.rows, 0);
      return { stored: rows - left.length, loose: left };
    },
    /** The first of a span, in sequence. */
    first({ watch, after, limit }: Span): Promise<Numbered<OwnRow>[]> {
      const filter = { watch, last: { $gt: after }, ...outsideChat };
      const found = blocks.find(filter, fewAtOnce).sort({ last: 1 }).limit(limit);
      return gathered(found, (block) => decode(block, (sequence) => sequence > after), limit);
    },
    /** The last of a span, the newest first. */
    last({ watch, after, upTo = Number.MAX_SAFE_INTEGER, limit }: Span): Promise<Numbered<OwnRow>[]> {
      const filter = { watch, last: { $gt: after }, seq: { $lte: upTo }, ...outsideChat };
      const found = blocks.find(filter, fewAtOnce).sort({ last: -1 }).limit(limit);
      const isWithin = (sequence: number) => sequence > after && sequence <= upTo;
      return gathered(found, (block) => decode(block, isWithin).reverse(), limit);
    },
    /** The rows with these sequence numbers. */
    async numbered(ids: readonly string[], sequences: ReadonlySet<number>): Promise<Numbered<OwnRow>[]> {
      if (ids.length === 0) return [];
      const found = blocks.find({ _id: { $in: [...new Set(ids)] } }, fewAtOnce);
      return gathered(found, (block) => decode(block, (one) => sequences.has(one)), sequences.size);
    },
    /** False = no block holds it. */
    async remove(watch: string, id: string): Promise<boolean> {
      for (;;) {
        const block = await blocks.findOne(withRequests(watch, [id]), bounded);
        const rows = block === null ? [] : decode(block, () => true);
        const rest = rows.filter(({ row }) => row.id !== id);
        if (block === null || rest.length === rows.length) return false;
        if (await left(block, rest)) return true;
      }
    },
    versions: (watch: string): Promise<number[]> => blocks.distinct('version', { watch }, bounded),
  };
}

/** No further block than it takes. */
async function gathered(
  found: FindCursor<BlockRow>,
  rowsOf: (block: BlockRow) => Numbered<OwnRow>[],
  limit: number,
): Promise<Numbered<OwnRow>[]> {
  const rows: Numbered<OwnRow>[] = [];
  for await (const block of found) {
    rows.push(...rowsOf(block));
    if (rows.length >= limit) break;
  }
  return rows.slice(0, limit);
}
