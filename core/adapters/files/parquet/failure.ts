// What can go wrong with a Parquet file in particular.
import { AppError } from '../../../errors.ts';
import { badFile } from '../failure.ts';

/** Bytes that are not what the format says should stand there, or say it in a way that is not known. */
export function undecodable(file: string, part: string, cause?: unknown): AppError {
  const message = `${part} cannot be decoded${reason(cause)}`;
  return new AppError('bad_data', `"${file}": ${message}`, {
    remedy:
      'Write the file again, compressed with snappy, zstd or gzip or not at all; or add the column to "drop" of the source.',
    faults: [{ path: file, message }],
    cause,
  });
}

export function encrypted(file: string): AppError {
  return badFile(file, 'is encrypted', 'Write it without encryption.');
}

/** What the decoder does not know, it says ("parquet unsupported encoding: ..."); its other messages help nobody. */
function reason(cause: unknown): string {
  return cause instanceof Error && cause.message.startsWith('parquet ') ? ` (${cause.message.slice(8)})` : '';
}
