// Files of messages: how they arrive, which of them stay, and where their bytes are found.
import { type Reply, refusal } from './faults.ts';
import type { FakeAttachment, FakeState } from './state.ts';

/** One file of a multipart body, `files[at]`. */
export interface Upload {
  readonly at: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Listed {
  /** The number of an upload, or the id of a file that shall stay. */
  readonly id?: string | number;
  readonly description?: string | null;
}

const mostBytesOfFile = 10 * 1024 ** 2;
const mostBytesOfRequest = 25 * 1024 ** 2;

/** A body as JSON, or as a form with `payload_json` and files. */
export async function readBody(
  raw: Buffer,
  type: string | undefined,
): Promise<{ body: unknown; files: Upload[] }> {
  if (raw.length === 0) return { body: undefined, files: [] };
  if (type?.startsWith('multipart/form-data') !== true)
    return { body: JSON.parse(raw.toString()), files: [] };
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
  const files: Upload[] = [];
  for (const [key, value] of form) {
    const at = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (at === undefined || typeof value === 'string') continue;
    const bytes = Buffer.from(await value.arrayBuffer());
    files.push({ at, name: value.name, type: value.type || 'application/octet-stream', bytes });
  }
  return { body: JSON.parse(String(form.get('payload_json') ?? 'null')), files };
}

export function tooLarge(files: readonly Upload[]): Reply | null {
  const sizes = files.map(({ bytes }) => bytes.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.some((size) => size > mostBytesOfFile) || total > mostBytesOfRequest
    ? refusal(413, 40005, 'Request entity too large')
    : null;
}

/** What a message has attached after a post or an edit: of what it had, all unless a list says what stays. */
export function attachmentsAfter(
  state: FakeState,
  listed: readonly Listed[] | null | undefined,
  change: { had: readonly FakeAttachment[]; files: readonly Upload[] },
): FakeAttachment[] {
  const { had, files } = change;
  const entryOf = (id: string) => listed?.find((entry) => String(entry.id) === id);
  const stay = Array.isArray(listed) ? had.filter(({ id }) => entryOf(id) !== undefined) : had;
  const added = files.map(({ at, name, type, bytes }) => ({
    id: state.id(),
    filename: name,
    description: entryOf(at)?.description ?? null,
    type,
    bytes,
  }));
  return [...stay, ...added];
}

/** Where the page and the answers find a file, below the address of the fake. */
export function pathOf(channel: string, { id, filename }: FakeAttachment): string {
  return `/attachments/${channel}/${id}/${filename}`;
}

/** The file at such a path. */
export function fileAt(state: FakeState, path: string): FakeAttachment | null {
  const id = /^\/attachments\/\d+\/(\d+)\//.exec(path)?.[1];
  if (id === undefined) return null;
  const all = state.history.flatMap(({ attachments }) => attachments);
  return all.find((attachment) => attachment.id === id) ?? null;
}
