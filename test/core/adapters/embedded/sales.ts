// A few sales to aggregate, for the tests beside this file.

import type { Db, Document } from 'mongodb';

export const sales = [
  { _id: 1, kind: 'a', n: 10, tags: ['x', 'y'], at: new Date('2026-01-01T10:00:00Z') },
  { _id: 2, kind: 'b', n: 20, tags: ['y'], at: new Date('2026-01-01T11:30:00Z') },
  { _id: 3, kind: 'a', n: 30, tags: [], at: new Date('2026-01-01T11:45:00Z') },
  { _id: 4, kind: 'c', n: 5, tags: ['z'], at: new Date('2026-01-02T00:00:00Z') },
];

/** Into the collection `sales`, which is empty. */
export async function insertSales(db: Db): Promise<void> {
  await db.collection<Document & { _id: number }>('sales').insertMany(sales);
}
