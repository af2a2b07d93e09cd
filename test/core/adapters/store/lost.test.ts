// A connection that is lost in the middle of a write: the database is away, and that is no bug.
import { expect, it } from 'vitest';
import { startEmbedded } from '../../../../core/adapters/embedded/index.ts';
import { openStore } from '../../../../core/adapters/store/index.ts';
import { systemClock } from '../../../../core/adapters/system.ts';
import { silent } from '../../../fakes/log.ts';
import { openStoreLine } from '../../../flows/store-line.ts';
import { ownFolder } from '../folder.ts';

it('is told as such also by a call that writes many documents at once', async () => {
  const embedded = await startEmbedded({ dataDir: await ownFolder(), clock: systemClock });
  const line = await openStoreLine(embedded.uri);
  const place = { uri: line.uri, database: 'vigie', kind: 'embedded' } as const;
  const { store, close } = await openStore({ ...place, clock: systemClock, log: silent });
  let cut: Promise<void> | null = null;
  line.hear(
    (write) => (write === 'update labels' ? 'lost' : null),
    () => {
      cut ??= line.close();
    },
  );
  const label = { id: 'i', label: 'a', at: 0, expiresAt: 0, by: 'ada' };
  await expect(store.labels.put('w', [label])).rejects.toMatchObject({ code: 'storage_unavailable' });
  await cut;
  await close();
  await embedded.stop();
});
