// What the differential tests ask of a collection, as data, and what it answers. Types only.

export type Value = null | number | string | boolean | Date | Value[] | { [field: string]: Value };
export type Doc = { [field: string]: Value };
export type Stored = Doc & { _id: number };

export type Write =
  | { readonly kind: 'insertOne'; readonly document: Stored }
  | { readonly kind: 'updateOne'; readonly filter: Doc; readonly update: Doc; readonly upsert: boolean }
  | { readonly kind: 'replaceOne'; readonly filter: Doc; readonly replacement: Doc; readonly upsert: boolean }
  | { readonly kind: 'deleteOne'; readonly filter: Doc };

export type Operation =
  | Write
  | { readonly kind: 'insertMany'; readonly documents: readonly Stored[]; readonly ordered: boolean }
  | { readonly kind: 'updateMany'; readonly filter: Doc; readonly update: Doc }
  | { readonly kind: 'deleteMany'; readonly filter: Doc }
  | {
      readonly kind: 'findOneAndUpdate';
      readonly filter: Doc;
      readonly update: Doc;
      readonly sort: Sort;
      readonly upsert: boolean;
      readonly after: boolean;
    }
  | { readonly kind: 'findOneAndDelete'; readonly filter: Doc; readonly sort: Sort }
  | {
      readonly kind: 'find';
      readonly filter: Doc;
      /** Null: the order does not matter, and everything is asked for. */
      readonly sort: Sort | null;
      readonly skip: number;
      /** 0 = all. */
      readonly limit: number;
      readonly projection: Doc;
    }
  | { readonly kind: 'count'; readonly filter: Doc }
  | { readonly kind: 'distinct'; readonly field: string; readonly filter: Doc }
  | { readonly kind: 'group'; readonly filter: Doc; readonly by: string; readonly sums: boolean }
  | { readonly kind: 'countStage'; readonly filter: Doc }
  /** One after the other; the first failure ends it. */
  | { readonly kind: 'bulkWrite'; readonly writes: readonly Write[] };

/** Ends with `_id`, so that no two orders are right. */
export type Sort = readonly (readonly [field: string, direction: 1 | -1])[];

export interface Counts {
  readonly inserted: number;
  readonly matched: number;
  readonly modified: number;
  readonly deleted: number;
  readonly upserted: number;
}

/** MongoDB's code where it failed; of a list of writes also what was done before, and which failed. */
export type Answer =
  | { readonly rows: readonly Doc[] }
  | { readonly document: Doc | null }
  | { readonly values: readonly Value[] }
  | { readonly counts: Counts; readonly failures: readonly (readonly [index: number, code: number])[] }
  | { readonly code: number };
