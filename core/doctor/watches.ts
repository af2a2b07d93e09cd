// Whether the rows that are to be watched can be read: the first of them are.
import { fileReader } from '../adapters/files/reader.ts';
import { AppError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { createFileSource, createReference } from '../sources/index.ts';
import type { Watch } from '../watch.ts';
import { doubtful, type Finding, failure, fine } from './finding.ts';

const firstRows = 100;

/** One finding a watch, named after it. */
export async function watchCheck(watch: Watch, clock: Clock): Promise<Finding> {
  const check = `watch ${watch.name}`;
  try {
    const reference = createReference(watch, fileReader);
    const known = reference === null ? '' : `, ${(await reference()).rows} rows of reference`;
    const { source } = watch;
    if (source.kind !== 'file') return fine(check, `${source.kind}${known}.`);
    const world = { reader: fileReader, clock, labelsOf: async () => new Map<string, never>() };
    const rows = createFileSource(watch, source, world);
    const { frame, faults } = await rows.read({ after: [], limit: firstRows, schema: null });
    const [first] = faults;
    const read = `${frame.rows} rows of ${source.path} were read${known}`;
    if (first !== undefined)
      return doubtful(check, `${read}, with faults.`, `${first.path}: ${first.message}`);
    if (frame.rows > 0) return fine(check, `${read}.`);
    return doubtful(
      check,
      `There are no rows in ${source.path} yet.`,
      'Nothing to do when they are to come.',
    );
  } catch (cause) {
    if (cause instanceof AppError) return failure(check, cause);
    throw cause;
  }
}
