// Seeded samples of every shape that has ever broken a sort or a rank statistic.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A value from a stream of uniform numbers in [0, 1). */
type Law = (uniform: () => number) => number;

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);

/** Any bits that are a finite double: every magnitude alike. */
const anyBits: Law = (uniform) => {
  do {
    words[0] = uniform() * 2 ** 32;
    words[1] = uniform() * 2 ** 32;
  } while (!Number.isFinite(double[0]));
  return double[0] as number;
};

export const laws: Readonly<Record<string, Law>> = {
  normal: (uniform) => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  'any magnitude': anyBits,
  ties: (uniform) => Math.floor(uniform() * 7) - 3,
  'mostly zero': (uniform) => Math.max(0, uniform() - 0.8),
  constant: () => 0.1,
  'signed zeros': (uniform) => (uniform() < 0.5 ? -0 : 0),
  subnormal: (uniform) => (uniform() - 0.5) * 1e-308,
  'tiny around zero': (uniform) => Math.round((uniform() - 0.5) * 6) * Number.MIN_VALUE,
  'milliseconds of a month': (uniform) => 1_700_000_000_000 + Math.floor(uniform() * 2.6e9),
  'milliseconds of a minute': (uniform) => 1_700_000_000_000 + Math.floor(uniform() * 60_000),
};

export function drawn(law: Law, size: number, seed: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return Float64Array.from({ length: size }, () => law(uniform));
}
