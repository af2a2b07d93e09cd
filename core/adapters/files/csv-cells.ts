// The cells of a CSV file that the kernel leaves to JavaScript, to where they are wanted.
import { isAscii, isUtf8 } from 'node:buffer';
import { cellCharacters, checkCell, notUtf8 } from './failure.ts';
import { put, type Target } from './gather.ts';
import { kinds, type Listed } from './plain.ts';

/** Cells read one by one between two turns of the event loop: a few milliseconds. */
export const mostOdd = 16_384;

/** The text of the bytes from `start` up to `end`; null when they are not UTF-8. */
export type Decoder = (start: number, end: number) => string | null;

interface Into {
  /** Of the file. */
  readonly name: string;
  /** Rows of the file before the first one. */
  readonly before: number;
  readonly text: Decoder;
  /** One a column of the file. */
  readonly targets: readonly Target[];
}

/** @throws AppError `bad_data`, `too_large` */
export function putListed({ row, column, start, end }: Listed, { name, before, text, targets }: Into): void {
  const content = text(start, end);
  if (content === null) throw notUtf8(name, before + row);
  if (end - start > cellCharacters) checkCell(name, before + row, content);
  put(targets[column] as Target, row, content);
}

export function kindOf({ cells, texts }: Target): number {
  if (cells !== null) return kinds.numbers;
  return texts === null ? kinds.skipped : kinds.listed;
}

/** What `bytes` are is only found out when there is a text among them. */
export function decoder(bytes: Buffer): Decoder {
  let known: Decoder | null = null;
  return (start, end) => {
    known ??= decoderFor(bytes);
    return known(start, end);
  };
}

function decoderFor(bytes: Buffer): Decoder {
  if (isAscii(bytes)) return (start, end) => bytes.toString('latin1', start, end);
  if (isUtf8(bytes)) return (start, end) => bytes.toString('utf8', start, end);
  return (start, end) => (isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : null);
}
