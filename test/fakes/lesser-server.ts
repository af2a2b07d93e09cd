// A server that speaks MongoDB's protocol and lacks something, made of the embedded one: for what the store does then.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../core/adapters/embedded/address.ts';
import { answer } from '../../core/adapters/embedded/commands.ts';
import { serve } from '../../core/adapters/embedded/connection.ts';
import { Cursors } from '../../core/adapters/embedded/cursors.ts';
import type { Doc } from '../../core/adapters/embedded/documents.ts';
import { Engine } from '../../core/adapters/embedded/engine.ts';
import type { Host } from '../../core/adapters/embedded/host.ts';
import type { Request } from '../../core/adapters/embedded/wire.ts';

export interface LesserServer {
  readonly uri: string;
  close(): Promise<void>;
}

/** `instead` may answer a request itself, or never; null leaves it to the embedded server. */
export async function lesserServer(
  instead: (request: Request) => Promise<Doc> | null,
  clock: { now(): number },
): Promise<LesserServer> {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-lesser-'));
  const engine = new Engine();
  await engine.open(join(directory, 'embedded.log'));
  const identity = () => ({ id: 'lesser', ready: true });
  const host: Host = { engine, cursors: new Cursors(), now: () => clock.now(), identity };
  const listener = await listen(directory, 'lesser', (socket) =>
    serve(socket, (request) => instead(request) ?? answer(host, request)),
  );
  const { address } = listener;
  const place = 'path' in address ? encodeURIComponent(address.path) : `${address.host}:${address.port}`;
  return {
    uri: `mongodb://${place}/?directConnection=true`,
    async close() {
      await listener.close();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Refuses, as FerretDB does, indexes with an option it knows and does not have. */
export function withoutIndexOption(option: string): (request: Request) => Promise<Doc> | null {
  return ({ command, body }) => {
    const indexes: unknown = body['indexes'];
    const asked = Array.isArray(indexes) && indexes.some((index) => Object.hasOwn(index, option));
    if (command !== 'createIndexes' || !asked) return null;
    const errmsg = `Index option "${option}" is not implemented yet`;
    return Promise.resolve({ ok: 0, errmsg, code: 238, codeName: 'NotImplemented' });
  };
}
