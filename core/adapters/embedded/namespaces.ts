// What many commands share: the collection they name, and the options they may not carry. Pure.

import type { Doc } from './documents.ts';
import { CommandError, notImplemented } from './faults.ts';
import type { Request } from './wire.ts';

/** "database.collection" of a command whose first field names the collection. Errors: InvalidNamespace. */
export function namespaceOf({ db, command, body }: Request): string {
  const name = body[command];
  if (typeof name !== 'string' || name === '' || db === '' || /[\0$]/.test(name) || /[\0./\\ "$]/.test(db)) {
    throw new CommandError(73, `Invalid namespace specified '${db}.${String(name)}'`);
  }
  return `${db}.${name}`;
}

/** Refuses options that would change the answer if they were passed over. */
export function refuse(body: Doc, options: readonly string[]): void {
  for (const option of options) if (isAsked(body[option])) throw notImplemented(`The option ${option}`);
  const collation = body['collation'];
  if (isAsked(collation)) throw notImplemented('A collation');
}

function isAsked(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
