// What the stored values of a Parquet column mean (LogicalTypes.md of the format): a number, or else a text. Pure.
import type { SchemaElement, TimeUnit } from 'hyparquet';
import { isoDate, isoTimes } from './clock.ts';
import { eachNumber, exactly, float16, type Numbers, sameNumbers, whole, wholeNumbers } from './numbers.ts';
import type { Raw } from './raw.ts';

export interface ValueKind {
  /** Null = they are no numbers. */
  readonly numbers: Numbers | null;
  /** Their text, "" for a NaN; what counts where a number is not exact. */
  readonly text: (value: unknown) => string;
}

/** Stored values with the numbers they mean, if they are numbers at all. */
export interface Values {
  readonly raw: Raw;
  readonly numbers: Float64Array | null;
  /** Whether rows share them (a dictionary). */
  readonly repeated: boolean;
}

/** What a stored boolean is an index into. */
export const truths: Values = { raw: [false, true], numbers: null, repeated: true };

const utf8 = new TextDecoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
/** From this power of ten on a double is not exact, so that a quotient by it is rounded twice. */
const exactPowers = 22;

export function valuesOf(raw: Raw, { numbers }: ValueKind): Values {
  return { raw, numbers: numbers === null ? null : numbers(raw), repeated: false };
}

/** Null: values of this kind cannot be read (intervals, shapes, binary documents). */
export function valueKind(element: SchemaElement): ValueKind | null {
  switch (element.type) {
    case 'BOOLEAN':
      return textKind(String);
    case 'FLOAT':
    case 'DOUBLE':
      return { numbers: sameNumbers, text: floatText };
    case 'INT32':
    case 'INT64':
      return timeKind(element) ?? decimalKind(element) ?? wholeKind(element);
    case 'INT96':
      return int96Kind();
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return decimalKind(element) ?? bytesKind(element);
    default:
      return null;
  }
}

function textKind(text: ValueKind['text']): ValueKind {
  return { numbers: null, text };
}

function floatText(value: unknown): string {
  return Number.isNaN(value) ? '' : String(value);
}

function timeKind({ logical_type: logical, converted_type: converted }: SchemaElement): ValueKind | null {
  if (logical?.type === 'DATE' || converted === 'DATE') return textKind((value) => isoDate(Number(value)));
  if (logical?.type === 'TIMESTAMP') return timestampKind(logical.unit, logical.isAdjustedToUTC ? 'Z' : '');
  if (logical?.type === 'TIME') return timeOfDayKind(logical.unit);
  switch (converted) {
    case 'TIMESTAMP_MILLIS':
      return timestampKind('MILLIS', 'Z');
    case 'TIMESTAMP_MICROS':
      return timestampKind('MICROS', 'Z');
    case 'TIME_MILLIS':
      return timeOfDayKind('MILLIS');
    case 'TIME_MICROS':
      return timeOfDayKind('MICROS');
    default:
      return null;
  }
}

/** Without a zone it is a wall clock, as in the text files: the watch knows where it hangs. */
function timestampKind(unit: TimeUnit, zone: '' | 'Z'): ValueKind {
  const text = isoTimes(unit, zone);
  return textKind((value) => text(whole(value)));
}

function timeOfDayKind(unit: TimeUnit): ValueKind {
  const text = isoTimes(unit, '');
  return textKind((value) => text(whole(value)).slice('1970-01-01T'.length));
}

/** 64 bits of nanoseconds in the day below 32 bits of Julian days; day 2,440,588 is 1970-01-01. */
function int96Kind(): ValueKind {
  const text = isoTimes('NANOS', 'Z');
  return textKind((value) => {
    const stored = whole(value);
    return text(((stored >> 64n) - 2_440_588n) * 86_400_000_000_000n + BigInt.asUintN(64, stored));
  });
}

function wholeKind({ type, logical_type: logical, converted_type: converted }: SchemaElement): ValueKind {
  const unsigned = converted?.startsWith('UINT') ?? (logical?.type === 'INTEGER' && !logical.isSigned);
  const bits = type === 'INT32' ? 32 : 64;
  const text = (value: unknown) => String(unsigned ? BigInt.asUintN(bits, whole(value)) : whole(value));
  if (bits === 64) return { numbers: wholeNumbers(unsigned), text };
  return { numbers: unsigned ? eachNumber((value) => Number(value) >>> 0) : sameNumbers, text };
}

function decimalKind(element: SchemaElement): ValueKind | null {
  const { logical_type: logical, converted_type: converted } = element;
  if (logical?.type !== 'DECIMAL' && converted !== 'DECIMAL') return null;
  const places = Math.max(0, (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0);
  const divisor = places <= exactPowers ? 10 ** places : Number.NaN;
  return {
    numbers: eachNumber((value) => exactly(whole(value)) / divisor),
    text: (value) => decimalText(whole(value), places),
  };
}

function decimalText(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const border = digits.length - places;
  const fraction = places === 0 ? '' : `.${digits.slice(border)}`;
  return `${value < 0n ? '-' : ''}${digits.slice(0, border)}${fraction}`;
}

function bytesKind({ logical_type: logical, converted_type: converted }: SchemaElement): ValueKind | null {
  switch (logical?.type ?? converted) {
    case 'FLOAT16':
      return {
        numbers: eachNumber((value) => float16(bytes(value))),
        text: (value) => floatText(float16(bytes(value))),
      };
    case 'UUID':
      return textKind((value) => uuid(bytes(value)));
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return textKind((value) => utf8.decode(bytes(value)));
    case undefined:
      // Old writers do not say that it is a text; where it is none, this throws.
      return textKind((value) => strictUtf8.decode(bytes(value)));
    default:
      return null;
  }
}

function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

function uuid(value: Uint8Array): string {
  const hex = Buffer.from(value).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
