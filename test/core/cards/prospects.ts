// What a monitor promises, as arming finds it, written by hand.
import type { Prospect } from '../../../core/drift.ts';

/** Half a day of rows: too short for most signals, long enough to be tried. */
export const prospect: Prospect = {
  falseAlarmsPerWeek: 1,
  signals: 14,
  learning: [
    { because: 'short history', signals: 7 },
    { because: 'few labels', signals: 1 },
  ],
  trial: { alarms: 0, rows: 667, days: 0.5 },
  provable: { feature: 'basket_value', shift: 0.42, rowsPerDay: 4_000 },
};
