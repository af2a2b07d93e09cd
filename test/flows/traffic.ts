// Programs that ask for predictions and bring their labels back, all the time, and note what was promised to them.
import { chance } from '../core/evidence/rows.ts';
import type { Vigie } from './vigie.ts';

export interface Traffic {
  /** Predictions whose label was acknowledged: row and label are promised. */
  readonly labelled: readonly string[];
  stop(): Promise<void>;
}

/** One program per process; a process that is gone ends its program. */
export function sendTraffic(apis: readonly Vigie[], watch: string): Traffic {
  const labelled: string[] = [];
  let stopped = false;
  const random = chance(7);
  /** The id of a prediction whose label was acknowledged, or null. @throws TypeError when nobody answers */
  const round = async ({ post }: Vigie): Promise<string | null> => {
    const x = random.normal();
    const { body } = await post('/predict', { watch, x, y: random.normal() });
    const [prediction] = (body['predictions'] ?? []) as { id: string }[];
    if (prediction === undefined) return null;
    const label = { watch, id: prediction.id, label: x > 0 ? 'yes' : 'no' };
    const said = await post('/labels', label);
    return said.body['stored'] === 1 ? prediction.id : null;
  };
  const program = async (vigie: Vigie) => {
    for (let gone = false; !stopped && !gone; ) {
      const id = await round(vigie).catch(() => {
        gone = true;
        return null;
      });
      if (id !== null) labelled.push(id);
    }
  };
  const ended = Promise.all(apis.map(program));
  return {
    labelled,
    async stop() {
      stopped = true;
      await ended;
    },
  };
}
