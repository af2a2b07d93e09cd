// Cards of rows that are held back, written by hand.
import type { Card } from '../../../core/cards/card.ts';
import { decidedCard, discardQuestion, quarantineCard } from '../../../core/cards/quarantine.ts';
import { batchInfo, discardedInfo, releasedInfo } from './batches.ts';
import type { Shown } from './gallery.ts';
import { noon } from './moments.ts';

/** What waits, what was decided, and the question before. */
export function quarantineCards({ said, ...asked }: Shown): Record<string, Card> {
  const batches = [batchInfo, discardedInfo, { ...releasedInfo, lasting: false }];
  const list = said({
    at: noon,
    watches: [
      { watch: 'demo', batches },
      { watch: 'quiet', batches: [] },
    ],
  });
  const decided = said({ watch: 'demo', state: 'OK' as const });
  return {
    quarantine: quarantineCard(list, asked),
    'quarantine, empty': quarantineCard({ at: noon, watches: [] }, asked),
    'batch released': decidedCard({ ...decided, batch: said(releasedInfo) }, asked),
    'batch discarded': decidedCard({ ...decided, batch: said(discardedInfo) }, asked),
    'discard?': discardQuestion('demo', said(batchInfo), asked),
  };
}
