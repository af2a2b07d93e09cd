import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { decodeFrame, encodeFrame } from '../../../core/frame/codec.ts';
import type { Frame } from '../../../core/frame/frame.ts';

function frameOf(values: number[], overrides: Partial<Frame> = {}): Frame {
  const rows = values.length;
  return {
    rows,
    columns: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(values) },
      {
        kind: 'categorical',
        name: 'größe',
        codes: Int32Array.from(values, (_, row) => (row % 3) - 1),
        categories: ['klein', 'groß'],
      },
    ],
    ids: values.map((_, row) => `a.csv#${row + 1}`),
    times: Float64Array.from(values, (_, row) => 1_700_000_000_000 + row),
    label: {
      kind: 'categorical',
      name: 'label',
      codes: new Int32Array(rows).fill(-1),
      categories: ['no', 'yes'],
    },
    ...overrides,
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function refusal(bytes: Uint8Array): AppError {
  try {
    decodeFrame(bytes);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error('the bytes were accepted');
}

describe('the codec of frames', () => {
  it.each([
    ['small whole numbers', [0, 1, -127, 127, Number.NaN], 1],
    ['the number that stands for missing one size down', [-128, 1, Number.NaN], 2],
    ['whole numbers of two bytes', [32_767, -32_767, Number.NaN], 2],
    ['whole numbers of four bytes', [2 ** 31 - 1, -(2 ** 31) + 1, Number.NaN], 4],
    ['halves', [0.5, -1.25, Number.NaN], 4],
    ['negative zero', [-0, 1], 4],
    ['plain doubles', [0.1, 1e300, Number.NaN], 8],
    ['numbers beyond four bytes', [2 ** 40 + 1, 3], 8],
    ['nothing but gaps', [Number.NaN, Number.NaN], 1],
  ])('brings back %s, in as few bytes as they need', (_, values, width) => {
    const columns = [{ kind: 'numeric' as const, name: 'x', values: Float64Array.from(values) }];
    const bytes = encodeFrame(frameOf(values, { columns }));
    expect(decodeFrame(bytes)).toEqual(frameOf(values, { columns }));
    const without = encodeFrame(frameOf(values, { columns: [] })).length;
    const head = JSON.stringify({ name: 'x', width: 'f64', categories: null }).length;
    expect(bytes.length - without - head).toBeLessThanOrEqual(width * values.length);
  });

  it('brings back any frame', () => {
    const number = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer(), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.array(number, { maxLength: 40 }),
        fc.array(fc.string({ unit: 'binary' })),
        (values, texts) => {
          const ids = values.map((_, row) => texts[row] ?? 'id');
          const frame = frameOf(values, { ids });
          expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
        },
      ),
    );
  });

  it('brings back codes of more categories than a byte or two can count', () => {
    for (const count of [127, 128, 40_000]) {
      const categories = Array.from({ length: count }, (_, code) => `c${code}`);
      const codes = Int32Array.of(count - 1, -1, 0);
      const columns = [{ kind: 'categorical' as const, name: 'c', codes, categories }];
      const frame = frameOf([1, 2, 3], { columns });
      expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
    }
  });

  it('makes the same bytes of the same frame', () => {
    const frame = frameOf([1, 2.5, Number.NaN]);
    expect(sha256(encodeFrame(frameOf([1, 2.5, Number.NaN])))).toBe(sha256(encodeFrame(frame)));
    expect(sha256(encodeFrame(frameOf([1, 2.5, 0])))).not.toBe(sha256(encodeFrame(frame)));
    expect(sha256(encodeFrame(decodeFrame(encodeFrame(frame))))).toBe(sha256(encodeFrame(frame)));
  });

  it('makes the same bytes whatever bits a NaN has', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0123n, 0x3fb9_9999_9999_999an]).buffer);
    const column = (values: Float64Array) => ({ columns: [{ kind: 'numeric' as const, name: 'x', values }] });
    const plain = encodeFrame(frameOf([0, 0], column(Float64Array.of(Number.NaN, 0.1))));
    expect(sha256(encodeFrame(frameOf([0, 0], column(odd))))).toBe(sha256(plain));
  });

  it('keeps the bytes it has always made', () => {
    // Packed by hand from the layout at the head of codec.ts: stored snapshots are found by this very hash.
    expect(sha256(encodeFrame(frameOf([1, 2.5, Number.NaN])))).toBe(
      'f3824cb7b64fb8dd16ecfd7575d53821a02a6afb776cfd69f67d369ed79339a2',
    );
  });

  it('brings back a view into a larger buffer', () => {
    const bytes = encodeFrame(frameOf([1, 2]));
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(decodeFrame(larger.subarray(3, 3 + bytes.length))).toEqual(frameOf([1, 2]));
  });

  it('refuses bytes cut short or changed anywhere', () => {
    const bytes = encodeFrame(frameOf([1, 2.5, Number.NaN]));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(refusal(changed).code).toBe('bad_data');
      expect(refusal(bytes.subarray(0, at)).code).toBe('bad_data');
    }
  });

  it('brings back what a model served elsewhere said, with scores and without', () => {
    const predicted = {
      kind: 'categorical' as const,
      name: 'prediction',
      codes: Int32Array.of(1, -1, 0),
      categories: ['no', 'yes'],
    };
    for (const scores of [Float64Array.of(0.25, Number.NaN, 0.1), null]) {
      const frame = frameOf([1, 2, 3], { answers: { predicted, scores } });
      const bytes = encodeFrame(frame);
      expect(decodeFrame(bytes)).toEqual(frame);
      expect(bytes[4]).toBe(2);
      for (let at = 0; at < bytes.length; at++) expect(refusal(bytes.subarray(0, at)).code).toBe('bad_data');
    }
  });

  it('keeps the probabilities of every class in version 3', () => {
    const said = {
      kind: 'categorical',
      name: 'prediction',
      codes: Int32Array.of(0, 1, -1),
      categories: ['no', 'yes'],
    } as const;
    const shares = [Float64Array.of(0.75, 0.1, Number.NaN), Float64Array.of(0.25, 0.9, Number.NaN)];
    const frame = frameOf([1, 2, 3], { answers: { predicted: said, scores: null, shares } });
    const bytes = encodeFrame(frame);
    expect(decodeFrame(bytes)).toEqual(frame);
    expect(bytes[4]).toBe(3);
  });

  it('refuses a later version by its number', () => {
    const bytes = Uint8Array.from(encodeFrame(frameOf([1])));
    bytes[4] = 4;
    expect(refusal(bytes).message).toContain('version 4, not 1 to 3');
  });
});
