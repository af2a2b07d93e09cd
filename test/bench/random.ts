// Seeded random numbers, quick enough for hundreds of millions: xoshiro128** (Blackman and Vigna 2018). Pure.

export interface RandomNumbers {
  /** In (0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Four words of state from one number (splitmix32). */
function stateOf(seed: number): Int32Array {
  let word = seed | 0;
  return Int32Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) | 0;
    let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  });
}

export function randomNumbers(seed: number): RandomNumbers {
  let [a = 0, b = 0, c = 0, d = 0] = stateOf(seed);
  let spare = Number.NaN;
  const uniform = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return (result + 0.5) / 2 ** 32;
  };
  return {
    uniform,
    // Box and Muller 1958: normals come in twos.
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = Number.NaN;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log(uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
