// MLflow's model registry over a real socket, as far as models are read from it: the answers of MLflow 3.17.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

type Files = Readonly<Record<string, string | Uint8Array>>;

interface Version {
  readonly files: Files;
  readonly tags: Readonly<Record<string, string>>;
  readonly root: string;
}

export type FakeRegistry = Awaited<ReturnType<typeof startFakeRegistry>>;

export async function startFakeRegistry() {
  const models = new Map<string, Version[]>();
  const aliases = new Map<string, string>();
  const modelTags = new Map<string, Record<string, string>>();
  const requests: string[] = [];
  const state = { away: false, root: 'mlflow-artifacts:' };

  const routes: Record<string, (query: URLSearchParams) => unknown> = {
    'registered-models/alias': (query) => {
      const [name, alias] = [nameOf(query), query.get('alias')];
      const version = aliases.get(`${name}@${alias}`);
      if (version === undefined)
        throw refusal(400, 'INVALID_PARAMETER_VALUE', `Registered model alias ${alias} not found.`);
      return { model_version: { name, version, ...tagged(versionOf(name, version).tags) } };
    },
    'registered-models/get': (query) => {
      const name = nameOf(query);
      return { registered_model: { name, ...tagged(modelTags.get(name) ?? {}) } };
    },
    'model-versions/get-download-uri': (query) => {
      const { root } = versionOf(nameOf(query), query.get('version') ?? '');
      return { artifact_uri: `${state.root}/${root}` };
    },
  };

  function nameOf(query: URLSearchParams): string {
    const name = query.get('name') ?? '';
    if (models.has(name)) return name;
    throw refusal(404, 'RESOURCE_DOES_NOT_EXIST', `Registered Model with name=${name} not found`);
  }

  function versionOf(name: string, version: string): Version {
    const found = models.get(name)?.[Number(version) - 1];
    if (found === undefined)
      throw refusal(
        404,
        'RESOURCE_DOES_NOT_EXIST',
        `Model Version (name=${name}, version=${version}) not found`,
      );
    return found;
  }

  function artifacts(path: string, query: URLSearchParams): string | Uint8Array {
    const all = [...models.values()].flat();
    if (path === '') {
      const files = all.find(({ root }) => root === query.get('path'))?.files ?? {};
      return JSON.stringify({
        files: Object.entries(files).map(([name, bytes]) => ({
          path: name,
          is_dir: false,
          file_size: bytes.length,
        })),
      });
    }
    for (const { root, files } of all) {
      const bytes = path.startsWith(`${root}/`) ? files[path.slice(root.length + 1)] : undefined;
      if (bytes !== undefined) return bytes;
    }
    throw refusal(500, 'INTERNAL_ERROR', `[Errno 2] No such file or directory: /srv/${path}`);
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    requests.push(pathname);
    if (state.away) return void request.socket.destroy();
    try {
      if (pathname === '/version') return void response.end('3.17.2');
      const proxied = '/api/2.0/mlflow-artifacts/artifacts';
      if (pathname.startsWith(proxied)) {
        const path = decodeURIComponent(pathname.slice(proxied.length + 1));
        return void response.end(artifacts(path, searchParams));
      }
      const route = routes[pathname.slice('/api/2.0/mlflow/'.length)];
      if (route === undefined) throw refusal(404, 'ENDPOINT_NOT_FOUND', pathname);
      response.end(JSON.stringify(route(searchParams)));
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      response.statusCode = cause.status;
      response.end(JSON.stringify({ error_code: cause.code, message: cause.message }));
    }
  }

  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    uri: `http://127.0.0.1:${port}`,
    requests,
    state,
    modelTags,
    /** The number of the new version. */
    register(name: string, files: Files, tags: Version['tags'] = {}): string {
      const versions = models.get(name) ?? [];
      models.set(name, [
        ...versions,
        { files, tags, root: `1/models/m-${name}-${versions.length}/artifacts` },
      ]);
      return String(versions.length + 1);
    },
    point: (name: string, alias: string, version: string) => void aliases.set(`${name}@${alias}`, version),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const refusal = (status: number, code: string, message: string) => new Refusal(status, code, message);

/** Empty lists are absent. */
function tagged(tags: Readonly<Record<string, string>>) {
  const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return pairs.length === 0 ? {} : { tags: pairs };
}

/** The MLmodel file as mlflow.onnx.log_model of 3.17 writes it, as far as it is read. */
export function modelFileText(columns: readonly (readonly [name: string, type: string])[]): string {
  const inputs = columns.map(([name, type]) => JSON.stringify({ type, name, required: true })).join(', ');
  return [
    'artifact_path: mlflow-artifacts:/1/models/m-1/artifacts',
    'flavors:',
    '  onnx:',
    '    data: model.onnx',
    '    onnx_version: 1.23.2',
    '    providers:',
    '    - CPUExecutionProvider',
    '  python_function:',
    '    data: model.onnx',
    '    loader_module: mlflow.onnx',
    'saved_input_example_info:',
    '  artifact_path: input_example.json',
    '  pandas_orient: split',
    '  type: dataframe',
    'signature:',
    `  inputs: '[${inputs}]'`,
    '  outputs: null',
    "utc_time_created: '2026-11-26 02:13:52.731064'",
    '',
  ].join('\n');
}
