// An embedded store in a directory of its own, for tests that need a real one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../../core/adapters/embedded/index.ts';
import { type OpenStore, openStore } from '../../../core/adapters/store/index.ts';
import type { Clock } from '../../../core/ports.ts';
import { silent } from '../../fakes/log.ts';

/** Closing it stops the server and removes the directory. */
export async function openTestStore(clock: Clock): Promise<OpenStore & { readonly uri: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-test-'));
  const embedded = await startEmbedded({ dataDir: directory, clock });
  const open = await openStore({
    uri: embedded.uri,
    database: 'vigie',
    kind: 'embedded',
    clock,
    log: silent,
  });
  return {
    ...open,
    uri: embedded.uri,
    async close() {
      await open.close();
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
