// Files of a run: which there are, and by which way they reach the place the server keeps them in.
import { AppError } from '../../errors.ts';
import type { TrainingIntent } from '../../intent.ts';
import type { PackageFile } from '../../onnx/package.ts';
import type { MlflowClient } from './client.ts';
import type { Drain, Ids, Step } from './drain.ts';
import { encodePairs } from './encode.ts';
import { at, textAt } from './json.ts';
import { tagRun } from './run.ts';

/** Experiments keep the place they were made with: an old one may lie where only the server can write. */
type Place =
  | { readonly proxied: true; readonly path: string }
  | { readonly proxied: false; readonly scheme: string };

const proxyRoute = '/api/2.0/mlflow-artifacts/artifacts/';

/** Reads an `artifact_uri`. Pure. */
export function placeOf(uri: string): Place {
  const [, scheme = 'file', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(uri) ?? [];
  if (scheme === 'mlflow-artifacts') return { proxied: true, path: rest.replace(/^(\/\/[^/]*)?\/+/, '') };
  const route = rest.indexOf(proxyRoute);
  if (/^https?$/.test(scheme) && route >= 0)
    return { proxied: true, path: rest.slice(route + proxyRoute.length) };
  return { proxied: false, scheme };
}

/** Sends the files to a place that is served by proxy. */
export async function uploadAll(
  client: MlflowClient,
  path: string,
  files: readonly PackageFile[],
): Promise<void> {
  for (const file of files) await client.upload({ path: `${path}/${file.path}`, bytes: file.bytes });
}

/** The run's own files. One that cannot be reached by proxy is written by the server itself, or told of in a tag. */
export const runFiles: Step = { name: 'files', sendsFiles: true, run: sendRunFiles };

async function sendRunFiles({ client, intent, facts }: Drain, { runId }: Ids): Promise<Partial<Ids>> {
  const files = filesOf(intent, facts.chart);
  if (files.length === 0 && facts.version === null) return {};
  const artifacts = await client.request({
    method: 'GET',
    path: 'runs/get',
    query: { run_id: runId },
    read: (answer) => textAt(at(answer, 'run', 'info'), 'artifact_uri'),
  });
  const place = placeOf(artifacts);
  if (place.proxied) {
    await uploadAll(client, place.path, files);
    return { artifacts };
  }
  const written = await writtenByServer(client, runId, files);
  // A model cannot go this way: its folder is none of the run's.
  if (!written || facts.version !== null)
    await tagRun(client, runId, { 'vigie.artifacts': `skipped: ${place.scheme}` });
  return { artifacts };
}

async function writtenByServer(
  client: MlflowClient,
  run: string,
  files: readonly PackageFile[],
): Promise<boolean> {
  try {
    for (const file of files) await client.upload({ ...file, run });
    return true;
  } catch (cause) {
    // The server may not reach its own store. If it is away as a whole, writing the tag fails, and all waits.
    if (cause instanceof AppError) return false;
    throw cause;
  }
}

function filesOf(intent: TrainingIntent, chart: Uint8Array | null): PackageFile[] {
  const { report, incident, parameters } = intent;
  const sent = encodePairs(parameters);
  const asTheyAre = Object.entries(parameters).every(
    ([key, value], index) => sent[index]?.key === key && sent[index]?.value === value,
  );
  return [
    ...(report === null ? [] : [json('drift.json', report)]),
    ...(incident === null ? [] : [json('incident.json', incident)]),
    ...(asTheyAre ? [] : [json('params.json', parameters)]),
    ...(chart === null ? [] : [{ path: 'drift.png', bytes: chart }]),
  ];
}

function json(path: string, value: unknown): PackageFile {
  return { path, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`) };
}
