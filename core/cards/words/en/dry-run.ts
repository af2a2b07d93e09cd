import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, metric, points } = numbers;

export const dryRun = {
  title: (promoted: boolean, watch: string) =>
    promoted
      ? `🧪 Dry run: the challenger would be promoted - ${watch}`
      : `🧪 Dry run: the champion would stay - ${watch}`,
  nothing: 'Nothing was changed: no version, no promotion, no run.',
  accuracy: 'Accuracy champion -> challenger',
  change: (champion: number, challenger: number): Rich => [
    { code: metric(champion) },
    ' -> ',
    { code: metric(challenger) },
    ` (${points(challenger - champion)})`,
  ],
  rows: (rows: number) => `on ${count(rows)} rows of the common holdout`,
  gate: 'Gate',
  really: 'Retrain now',
};
