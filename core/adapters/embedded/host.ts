// What a command is, and what it works on. Types only.

import type { Cursors } from './cursors.ts';
import type { Doc } from './documents.ts';
import type { Engine } from './engine.ts';
import type { Request } from './wire.ts';

/** What commands work on. */
export interface Host {
  engine: Engine;
  cursors: Cursors;
  /** Unix milliseconds. */
  now(): number;
  /** Who this server is, for other processes that look for the owner of the data. */
  identity(): Doc;
}

export type Command = (host: Host, request: Request) => Doc | Promise<Doc>;
