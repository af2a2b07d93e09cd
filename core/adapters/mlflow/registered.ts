// Models that are registered in MLflow, by us or by somebody else, found by their alias and read.
import { AppError } from '../../errors.ts';
import type { RegisteredModel, RegisteredModels, RegisteredVersion } from '../../foreign.ts';
import { readStanding } from './aliases.ts';
import { type ArtifactFolder, artifactFolder, type Line } from './artifacts-read.ts';
import type { MlflowClient } from './client.ts';
import { at, tagsOf, textAt } from './json.ts';
import { readExample, readModelFile } from './mlmodel.ts';
import { isCode } from './run.ts';

/** The largest model, and the largest of the files that describe it. */
const mostModel = 50 * 1024 * 1024;
const mostText = 1024 * 1024;

/** On a version: ours that it is a copy of. */
const versionTag = 'vigie.version';

export function registeredModels(client: MlflowClient, line: Line): RegisteredModels {
  return {
    async aliased(name, alias) {
      await client.refuseOld();
      const found = await aliasOf(client, name, alias);
      const standing = found === null ? null : await readStanding(client, name);
      if (found === null || standing === null) return null;
      return { ...found, setByUs: standing.lastSet === found.version };
    },
    read: (asked) => readModel(client, asked, (address) => artifactFolder(line, address)),
  };
}

/** No such alias is a bad parameter to MLflow, not something missing. */
const noAlias = /alias .*not found/i;

async function aliasOf(
  client: MlflowClient,
  name: string,
  alias: string,
): Promise<Omit<RegisteredVersion, 'setByUs'> | null> {
  try {
    return await client.request({
      method: 'GET',
      path: 'registered-models/alias',
      query: { name, alias },
      read: (answer) => {
        const found = at(answer, 'model_version');
        const version = textAt(found, 'version');
        if (version === undefined) return undefined;
        const ours = Number(tagsOf(found).get(versionTag));
        return { name, version, ours: Number.isInteger(ours) && ours > 0 ? ours : null };
      },
    });
  } catch (cause) {
    const absent = isCode(cause, 'not_found') || (cause instanceof AppError && noAlias.test(cause.message));
    if (absent) return null;
    throw cause;
  }
}

async function readModel(
  client: MlflowClient,
  { name, version }: { readonly name: string; readonly version: string },
  open: (address: string) => ArtifactFolder,
): Promise<RegisteredModel> {
  const address = await client.request({
    method: 'GET',
    path: 'model-versions/get-download-uri',
    query: { name, version },
    read: (answer) => textAt(answer, 'artifact_uri'),
  });
  const folder = open(address);
  const files = await folder.list();
  const of = { name, version };
  const text = async (file: string) =>
    (await listed(folder, files, { ...of, file, most: mostText })).toString();
  const { data, signature, classes, example } = readModelFile(await text('MLmodel'));
  const bytes = await listed(folder, files, { ...of, file: data, most: mostModel });
  const rows = example === null || !files.has(example) ? null : readExample(await text(example));
  return { name, version, bytes, signature, classes, example: rows };
}

interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly most: number;
}

/** A file that is listed and not too large: MLflow answers 500 for one that is missing. */
async function listed(
  folder: ArtifactFolder,
  files: ReadonlyMap<string, number>,
  { name, version, file, most }: Wanted,
): Promise<Buffer> {
  const size = files.get(file);
  if (size === undefined) throw missing(file, name, version);
  if (size <= most) return await folder.read(file);
  throw new AppError(
    'too_large',
    `${file} of version ${version} of "${name}" has ${size} bytes; ${most} are the most.`,
    {
      remedy: 'Register a smaller model.',
    },
  );
}

function missing(file: string, name: string, version: string): AppError {
  return new AppError('bad_data', `Version ${version} of "${name}" in MLflow has no file ${file}.`, {
    remedy: 'Log the model again: its upload may have been cut short.',
  });
}
