// The steps from each version of a collection's documents to the next. Pure.
import type { Document } from 'mongodb';

/** One document of a version as it is in the next one. Whoever calls it keeps `_id` and sets `v`. */
export type Step = (document: Document) => Document;

/** By collection, then by the version a step starts from; 0 = documents without `v`. A step, once released, stays. */
export type Migrations = Readonly<Record<string, Readonly<Record<number, Step>>>>;

const same: Step = (document) => document;

const day = 24 * 60 * 60 * 1_000;

/** Until version 2 they were deleted so long after `at`, which was a Date. */
const expiring =
  (days: number): Step =>
  ({ at, ...rest }) => ({ ...rest, at: at.getTime(), expiresAt: new Date(at.getTime() + days * day) });

const observation: Step = (row) => {
  const at: number = row['at'].getTime();
  return { ...expiring(30)(row), id: row['_id'], storedAt: at };
};

export const migrations: Migrations = {
  // These two carried no version at first.
  counters: { 0: same },
  leases: { 0: same },
  observations: { 1: observation },
  labels: { 1: expiring(90) },
};

/** The layout of a store whose documents have all taken these steps: it grows with every step. */
export function layoutOf(table: Migrations): number {
  return 1 + Object.values(table).reduce((sum, steps) => sum + Object.keys(steps).length, 0);
}
