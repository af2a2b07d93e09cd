import { numbersOf } from '../../numbers.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const numbers = numbersOf({
  grouped: (value) => whole.format(value),
  decimalMark: '.',
  gap: ' ',
  isOne: (value) => value === 1,
  unknown: 'unknown',
  points: 'points',
  days: 'days',
  below: 'below',
});
