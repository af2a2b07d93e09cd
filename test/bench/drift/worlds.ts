// The simulated worlds of the false-alarm benchmark: what a feature of a stable stream looks like, row by row. Pure.
import type { RandomNumbers } from '../random.ts';

/** At 10 rows every 2 minutes. */
export const rowsPerDay = 7200;

/** The next value of one feature. */
export type Feature = () => number;

function autoregressive(phi: number, { normal }: RandomNumbers): Feature {
  const fresh = Math.sqrt(1 - phi * phi);
  let x = normal();
  return () => {
    x = phi * x + fresh * normal();
    return x;
  };
}

/** A sine as high as the noise's standard deviation; the hour at which it begins is each feature's own. */
function daily({ uniform, normal }: RandomNumbers): Feature {
  const phase = uniform();
  let row = 0;
  return () => {
    row += 1;
    return Math.sin(2 * Math.PI * (phase + row / rowsPerDay)) + normal();
  };
}

/** Unit noise in each: independent rows, rows that hang on the one before (phi a row), a daily cycle. */
export const worlds = {
  iid: (random: RandomNumbers) => autoregressive(0, random),
  'AR(0.5)': (random: RandomNumbers) => autoregressive(0.5, random),
  'AR(0.9)': (random: RandomNumbers) => autoregressive(0.9, random),
  'daily cycle': daily,
} as const;

export type World = keyof typeof worlds;
