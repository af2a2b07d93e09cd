// The table of demonstrations, and the synthetic one.
import type { Caller } from '../core/ops/operation.ts';
import { prepareFlights } from './demo-flights.ts';
import type { Prepared } from './demo-run.ts';

interface Demo {
  prepare(folder: string, now: number): Promise<Prepared>;
}

const vigie: Caller = { name: 'vigie', via: 'job', role: 'admin' };
const quietRounds = 4;

const synthetic: Prepared = {
  watch: 'demo',
  intro:
    'Synthetic rows whose distributions shift with the hour; fifty arrive every two minutes. Two minutes pass in a moment here.',
  watchesFile: null,
  async arrive(round, ops) {
    if (round === quietRounds) await ops.simulate({ watch: 'demo', scenario: 'concept', strength: 1 }, vigie);
    return true;
  },
  say: (round) =>
    ({
      0: 'The first patrol finds 2,000 labelled rows of history and trains the first champion on them.',
      1: 'Patrols pass. Nothing moves beyond chance.',
      [quietRounds]: 'Now the world turns: what two of the features mean is reversed (scenario "concept").',
    })[round] ?? null,
  minutesPerRound: 2,
  mostRounds: 30,
  roundsAfter: 12,
};

export const demos: Readonly<Record<string, Demo>> = {
  demo: { prepare: async () => synthetic },
  'demo:flights': { prepare: prepareFlights },
};
