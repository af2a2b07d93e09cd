import { numbersOf } from '../../numbers.ts';
import type { Words } from '../index.ts';

const whole = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });

/** French counts less than two in the singular: "0 ligne", "1,5 ligne". */
export const numbers: Words['numbers'] = numbersOf({
  grouped: (value) => whole.format(value),
  decimalMark: ',',
  gap: '\u202f',
  isOne: (value) => Math.abs(value) < 2,
  unknown: 'inconnu',
  points: 'points',
  days: 'jours',
  below: 'moins de',
});
