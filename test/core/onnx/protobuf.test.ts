// Literal bytes are those of protobuf.dev, Encoding, or follow from its rules by hand.
import { describe, expect, it } from 'vitest';
import { bytes, integer, joined, message, text } from '../../../core/onnx/protobuf.ts';

const hex = (encoded: Uint8Array) => Buffer.from(encoded).toString('hex');

describe('the wire format', () => {
  it.each([
    [1, 0, '0800'],
    [1, 127, '087f'],
    [1, 128, '088001'],
    [1, 150, '089601'],
    [1, 2 ** 32, '088080808010'],
    [1, Number.MAX_SAFE_INTEGER, '08ffffffffffffff0f'],
    [20, 11, 'a0010b'],
  ])('writes field %i = %i as %s', (field, value, expected) => {
    expect(hex(integer(field, value))).toBe(expected);
  });

  it('writes texts as UTF-8 behind their length', () => {
    expect(hex(text(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(text(2, 'é'))).toBe('1202c3a9');
    expect(hex(text(2, ''))).toBe('1200');
  });

  it('writes half a surrogate pair as U+FFFD', () => {
    expect(hex(text(1, '\ud83d'))).toBe('0a03efbfbd');
  });

  it('writes a length of more than 127 in two bytes', () => {
    expect(hex(bytes(9, new Uint8Array(300)).subarray(0, 3))).toBe('4aac02');
  });

  it('writes messages within messages, and the empty one', () => {
    expect(hex(message(3, [integer(1, 150)]))).toBe('1a03089601');
    expect(hex(message(3, []))).toBe('1a00');
    expect(hex(joined([]))).toBe('');
  });
});
