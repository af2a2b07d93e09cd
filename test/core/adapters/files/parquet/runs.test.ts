import { describe, expect, it } from 'vitest';
import { decodeBits, decodeRuns } from '../../../../../core/adapters/files/parquet/runs.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function runs(content: Uint8Array, width: number, count: number): number[] {
  const output = new Int32Array(count);
  decodeRuns(content, width, output);
  return [...output];
}

describe('runs of small numbers', () => {
  // Encodings.md of the format: "the numbers 0 through 7 ... with bit width 3" are 88 C6 FA.
  it('are read as the example of the format packs them', () => {
    const packed = new Uint8Array(8);
    decodeBits(bytes(0x88, 0xc6, 0xfa), 3, packed);
    expect([...packed]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(runs(bytes(0b11, 0x88, 0xc6, 0xfa), 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are repeated, packed, and both one after the other', () => {
    expect(runs(bytes(10, 4), 3, 5)).toEqual([4, 4, 4, 4, 4]);
    expect(runs(bytes(4, 0x2c, 0x01, 0b11, 0, 0, 0xff, 0x01, 0, 0, 0, 0, 0), 9, 4)).toEqual([
      300, 300, 0, 384,
    ]);
  });

  it('may be longer than what is wanted of them', () => {
    expect(runs(bytes(0b11, 0x88, 0xc6), 3, 5)).toEqual([0, 1, 2, 3, 4]);
    // A run of two billion values takes no longer than the three that are wanted.
    expect(runs(bytes(0xfe, 0xff, 0xff, 0xff, 0x0f, 1), 1, 3)).toEqual([1, 1, 1]);
  });

  it.each([
    ['no bytes', bytes(), 1],
    ['a length without an end', bytes(0x80), 1],
    ['a length of over 32 bits', bytes(0x80, 0x80, 0x80, 0x80, 0x80, 1), 1],
    ['a run without its value', bytes(8), 1],
    ['packed values that are cut off', bytes(0b11, 0x88), 3],
    ['too few values', bytes(4, 1), 1],
    ['values of 26 bits', bytes(2, 0, 0, 0, 0), 26],
  ])('are refused when there are %s', (_, content, width) => {
    expect(() => runs(content, width, 4)).toThrow(RangeError);
  });
});
