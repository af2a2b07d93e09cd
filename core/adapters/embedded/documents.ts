// Documents as the engine holds them: plain objects, decoded from BSON, never changed once stored. Pure.

import { ObjectId } from 'bson';
import { CommandError } from './faults.ts';

export type Doc = Record<string, unknown>;

/** How BSON becomes such values: numbers are numbers, the rest keeps its BSON class so that nothing is lost. */
export const decoding = { promoteValues: true, promoteBuffers: false, bsonRegExp: true };

/** True for an embedded document; false for arrays, dates and every BSON class. */
export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A field of a command that must be a document when it is given. */
export function docOf(value: unknown, name: string): Doc {
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw new CommandError(14, `${name} must be an object`);
  return value;
}

/** A field of a command that must be an array of documents. */
export function docsOf(value: unknown, name: string): Doc[] {
  if (!Array.isArray(value)) throw new CommandError(14, `${name} must be an array of objects`);
  return value.map((entry) => {
    if (!isDoc(entry)) throw new CommandError(14, `${name} must be an array of objects`);
    return entry;
  });
}

/** A count such as skip or limit: absent is 0. */
export function countOf(value: unknown, name: string): number {
  const count = value === undefined || value === null ? 0 : Number(value);
  if (!Number.isInteger(count)) throw new CommandError(14, `${name} must be an integer`);
  return count;
}

/** Copies documents and arrays all the way down; dates and BSON values are shared, as nothing changes them. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => copyOf(entry));
  if (!isDoc(value)) return value;
  // Spreading first makes every field the copy's own, so that a field named __proto__ stays an ordinary field.
  const copy: Doc = { ...value };
  for (const field of Object.keys(copy)) {
    const entry = copy[field];
    if (typeof entry === 'object' && entry !== null) copy[field] = copyOf(entry);
  }
  return copy;
}

/** Field read that never sees what Object.prototype holds. */
export function fieldOf(doc: Doc, field: string): unknown {
  return Object.hasOwn(doc, field) ? doc[field] : undefined;
}

/** Puts `_id` in front, making one when it is missing, as MongoDB does before it stores a document; itself where it is there. */
export function withId(doc: Doc): Doc {
  const { _id, ...rest } = doc;
  if (Array.isArray(_id)) throw new CommandError(53, "The '_id' value cannot be of type array");
  if (_id !== undefined && Object.keys(doc)[0] === '_id') return doc;
  return { _id: _id === undefined ? new ObjectId() : _id, ...rest };
}
