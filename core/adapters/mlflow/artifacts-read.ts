// Files of a registered model, read through the tracking server.
import { AppError } from '../../errors.ts';
import type { MlflowServer } from './address.ts';
import { notMlflow, refused, unanswered } from './failures.ts';
import { at, jsonOf, objectOf, textAt } from './json.ts';
import type { Send } from './transport.ts';

const scheme = 'mlflow-artifacts:/';
const route = 'api/2.0/mlflow-artifacts/artifacts';
const listMs = 5_000;
/** A file may be as large as a model. */
const downloadMs = 60_000;

/** The server, and how requests come there. */
export interface Line {
  readonly server: MlflowServer;
  readonly send: Send;
}

export interface ArtifactFolder {
  /** Names of its files with their sizes in bytes; folders are left out. @throws AppError as the client's calls */
  list(): Promise<ReadonlyMap<string, number>>;
  /** A file of the list. @throws AppError as the client's calls */
  read(name: string): Promise<Buffer>;
}

/**
 * The folder an artifact address names. A missing file answers 500 from some releases: list before reading.
 * @throws AppError `bad_data` for a store that the server does not serve files of
 */
export function artifactFolder(line: Line, address: string): ArtifactFolder {
  if (!address.startsWith(scheme))
    throw new AppError(
      'bad_data',
      `The files of the registered model are at ${address.split(':', 1)[0]}:, which MLflow does not hand out.`,
      {
        remedy:
          'Start MLflow with --artifacts-destination and log the model again: its server then serves the files.',
      },
    );
  const root = address.slice(scheme.length).replace(/^\/+|\/+$/g, '');
  const encoded = root.split('/').map(encodeURIComponent).join('/');
  return {
    async list() {
      const search = new URLSearchParams({ path: root });
      const body = await get(line, `${route}?${search}`, listMs);
      const answer = jsonOf(body.toString());
      if (objectOf(answer) === undefined) throw notMlflow(line.server, 200);
      const files = at(answer, 'files') ?? [];
      if (!Array.isArray(files)) throw notMlflow(line.server, 200);
      return new Map(files.flatMap((file: unknown) => sized(file)));
    },
    read: (name) => {
      const path = name.split('/').map(encodeURIComponent).join('/');
      return get(line, `${route}/${encoded}/${path}`, downloadMs);
    },
  };
}

/** A size that is absent is 0. Paths are below the listed folder. */
function sized(file: unknown): [string, number][] {
  const path = textAt(file, 'path');
  if (path === undefined || at(file, 'is_dir') === true) return [];
  return [[path, Number(at(file, 'file_size') ?? 0)]];
}

async function get({ server, send }: Line, target: string, timeoutMs: number): Promise<Buffer> {
  const url = `${server.base}/${target}`;
  const call = { method: 'GET', url, headers: server.headers, body: null, timeoutMs };
  const { status, body } = await send(call).catch((cause: unknown) => {
    throw unanswered(server, cause);
  });
  if (status < 200 || status >= 300) throw refused(server, status, body.toString());
  return body;
}
