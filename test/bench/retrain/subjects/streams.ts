// B3 under the whole loop: generated streams with known changes, by every way to retrain and by none.
import { generate, streamNames } from '../../drift/streams.ts';
import type { Case, Subject } from '../../subject.ts';
import { compared, type Goals } from '../compared.ts';

const conceptRows = 20_000;
const goals: Readonly<Record<string, Goals>> = {
  SINE1: { belowPeriodic: 0.005, promotionsByPeriodic: 0.1 },
  SEA: { accuracy: 0.89 },
};

export const streams: Subject = {
  name: 'streams',
  about: 'SINE1, MIXED, CIRCLES and SEA: accuracy and retrains of the whole loop and of the others',
  cases: ({ quick, full }) => {
    const seeds = full ? 20 : quick ? 1 : 5;
    return streamNames.map((name): Case => ({ name, run: async () => rowsFor(name, seeds) }));
  },
};

function rowsFor(name: string, seeds: number) {
  const made = Array.from({ length: seeds }, (_, seed) => generate(name, conceptRows, seed + 1));
  const rows = made[0]?.rows.rows ?? 0;
  const note = `${made[0]?.changes?.length ?? 0} changes in ${rows.toLocaleString('en-US')} rows, ${seeds} seeds`;
  return compared(made, goals[name] ?? {}, { subject: 'streams', note });
}
