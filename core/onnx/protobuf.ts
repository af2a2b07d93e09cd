// The wire format of Protocol Buffers, as far as an ONNX file needs it. Pure.
// Nothing is left to chance (no maps, no defaults): equal messages are equal bytes. Source: protobuf.dev, Encoding.

const encoder = new TextEncoder();
const lengthDelimited = 2;

/** A field that holds a whole number of 0 or more (int32, int64, enum), at most 2^53 - 1. */
export function integer(field: number, value: number): Uint8Array {
  return new Uint8Array([...varint(field * 8), ...varint(value)]);
}

/** A field that holds bytes. */
export function bytes(field: number, body: Uint8Array): Uint8Array {
  return message(field, [body]);
}

/** A field that holds text as UTF-8; half a surrogate pair becomes U+FFFD. */
export function text(field: number, value: string): Uint8Array {
  return bytes(field, encoder.encode(value));
}

/** A field that holds another message, given by its fields in ascending order. */
export function message(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return behind([...varint(field * 8 + lengthDelimited), ...varint(lengthOf(fields))], fields);
}

/** The parts one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return behind([], parts);
}

function behind(head: readonly number[], parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(head.length + lengthOf(parts));
  whole.set(head);
  let at = head.length;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((length, part) => length + part.length, 0);
}

/** Seven bits a byte, the least first; the top bit says that more follow. Divided, since shifts end at 32 bits. */
function varint(value: number): number[] {
  const parts: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) parts.push((rest % 128) + 128);
  return [...parts, rest];
}
