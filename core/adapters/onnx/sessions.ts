// Open models of one thread: the newest few by the hash of their bytes, since a check asks for the same one several times.
import type { InferenceSession } from 'onnxruntime-node';
import { openSession } from './runtime.ts';

/** Champion and challenger of a watch, and the same of another one. */
const mostOpen = 4;

const open = new Map<string, Promise<InferenceSession>>();

/** @throws as `openSession` */
export function sessionOf(sha256: string, bytes: Uint8Array): Promise<InferenceSession> {
  const known = open.get(sha256);
  if (known !== undefined) {
    open.delete(sha256);
    open.set(sha256, known);
    return known;
  }
  const opened = openSession(bytes);
  open.set(sha256, opened);
  // A failure is not kept: the package may be installed meanwhile.
  opened.catch(() => open.delete(sha256));
  for (const [oldest, session] of open) {
    if (open.size <= mostOpen) break;
    open.delete(oldest);
    session.then((one) => one.release()).catch(() => {});
  }
  return opened;
}
