import type { Rich } from '../../card.ts';

export const simulate = {
  ended: (watch: string) => `✅ Simulation ended - ${watch}`,
  begun: (scenario: string, watch: string) => `🧪 Simulation: ${scenario} drift - ${watch}`,
  /** What each scenario does to the rows. */
  effects: {
    none: 'New rows are as they were before.',
    covariate: 'The features of new rows are shifted; what they mean stays the same.',
    concept: 'The features stay as they are; what they mean for the label turns.',
  } as Readonly<Record<string, string>>,
  changed: 'New rows are changed.',
  strength: 'Strength',
  from: 'From',
  next: (command: string): Rich => ['see whether it is found with ', { code: command }],
  end: (command: string): Rich => ['; end it with ', { code: command }],
  mark: 'SIMULATION',
};
