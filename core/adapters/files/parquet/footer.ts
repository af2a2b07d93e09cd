// The end of a Parquet file: what is in it and where. It is written last, so a file without it is still being written.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { badFile, tooLarge } from '../failure.ts';
import { encrypted, undecodable } from './failure.ts';

const magic = 'PAR1';
const encryptedMagic = 'PARE';
/** Beyond it, the description of the columns and row groups alone would hold the process up for seconds. */
const footerBytes = 16 * 1024 * 1024;

export interface Footer {
  readonly metadata: FileMetaData;
  /** A digest: another file has another one, since it holds the places and sizes of all columns. */
  readonly seal: string;
}

/**
 * The footer of an open file; null while there is none yet.
 * @throws AppError `bad_data` (not a Parquet file, encrypted, a damaged footer), `too_large` (a footer over 16 MB)
 */
export async function readFooter(handle: FileHandle, name: string): Promise<Footer | null> {
  const { size } = await handle.stat();
  const head = (await readAt(handle, 0, magic.length)).toString('latin1');
  if (head === encryptedMagic) throw encrypted(name);
  if (!magic.startsWith(head)) {
    throw badFile(name, 'is not a Parquet file', 'Give it the ending of what it is, such as .csv.');
  }
  const tail = await readAt(handle, Math.max(0, size - 8), 8);
  if (size < 12 || tail.toString('latin1', 4) !== magic) return null;
  const length = tail.readUInt32LE(0);
  if (length > footerBytes) throw tooLarge(name, `has a footer of ${length} bytes; at most 16 MB are read`);
  if (length + 12 > size) throw undecodable(name, 'the footer');
  const footer = await readAt(handle, size - 8 - length, length + 8);
  return { metadata: parsed(footer, name), seal: createHash('sha256').update(footer).digest('hex') };
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

function parsed(footer: Buffer, name: string): FileMetaData {
  try {
    return parquetMetadata(footer, { geoparquet: false });
  } catch (cause) {
    throw undecodable(name, 'the footer', cause);
  }
}
