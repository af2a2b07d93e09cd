// The table of commands, and how one is answered: found, run in one go, told only when it is safe on disk.

import { administration } from './administration.ts';
import type { Doc } from './documents.ts';
import { storageFailure } from './engine.ts';
import { CommandError, failure } from './faults.ts';
import { greetings } from './greetings.ts';
import type { Command, Host } from './host.ts';
import { reads } from './reads.ts';
import type { Request } from './wire.ts';
import { writes } from './writes.ts';

const commands: Readonly<Record<string, Command>> = { ...greetings, ...administration, ...reads, ...writes };

/** Answers any request, with an error document when it cannot be done. Never rejects. */
export async function answer(host: Host, request: Request): Promise<Doc> {
  try {
    if (Object.hasOwn(greetings, request.command)) return await run(host, request);
    // What a read sees and a write stands on must be kept as well as what the command itself does.
    const before = host.engine.synced();
    const reply = await run(host, request);
    await Promise.all([before, host.engine.synced()]).catch((error: unknown) => {
      throw storageFailure(error);
    });
    return reply;
  } catch (error) {
    return failure(error);
  }
}

function run(host: Host, request: Request): Doc | Promise<Doc> {
  const command = Object.hasOwn(commands, request.command) ? commands[request.command] : undefined;
  if (request.body['txnNumber'] !== undefined || request.body['startTransaction'] !== undefined) {
    throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  if (command === undefined) throw new CommandError(59, `no such command: '${request.command}'`);
  return command(host, request);
}
