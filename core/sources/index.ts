// The table of sources: a watch's settings to the source that reads its rows.
import type { Frame } from '../frame/frame.ts';
import type { Clock, Source } from '../ports.ts';
import type { Store } from '../store.ts';
import type { FileSettings, Watch } from '../watch.ts';
import { fileSource } from './file.ts';
import { observedSource } from './observed.ts';
import type { AnswerColumns } from './piece.ts';
import { readReference } from './reference.ts';
import type { RowReader } from './row-reader.ts';
import { syntheticSource } from './synthetic.ts';

interface SourceWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly reader: RowReader;
}

/** Each watch by its name, with what it reads from. */
export function createSources(watches: readonly Watch[], world: SourceWorld) {
  return new Map(
    watches.map((watch) => {
      const source = createSource(watch, world);
      return [watch.name, { watch, source, reference: createReference(watch, world.reader) }] as const;
    }),
  );
}

export function createSource(watch: Watch, { store, clock, reader }: SourceWorld): Source {
  const { source, name, cadenceMinutes } = watch;
  switch (source.kind) {
    case 'synthetic': {
      const facts = async () => {
        const state = await store.states.read(name);
        return { createdAt: state?.createdAt ?? clock.now(), injections: state?.injections ?? [] };
      };
      return syntheticSource({ watch: name, settings: source, cadenceMinutes, clock, facts });
    }
    case 'file':
      return createFileSource(watch, source, {
        reader,
        clock,
        labelsOf: (ids) => store.labels.read(name, ids),
      });
    case 'observed':
      return observedSource({ watch: name, store, clock, external: watch.champion === 'external' });
  }
}

type FileWorld = Pick<Parameters<typeof fileSource>[0], 'reader' | 'clock' | 'labelsOf'>;

/** The rows of a watch's files; it asks the store for labels alone. */
export function createFileSource(watch: Watch, settings: FileSettings, world: FileWorld): Source {
  return fileSource({ ...verdictsIn(watch, settings), timezone: watch.timezone, ...world });
}

interface Verdicts {
  readonly prediction?: string | null | undefined;
  readonly score?: string | null | undefined;
  readonly drop: string[];
}

/** Columns in which another model spoke are no features of ours; they are what is watched where that model is. */
function verdictsIn<S extends Verdicts>(
  { champion }: Watch,
  settings: S,
): { settings: S; answers: AnswerColumns | null } {
  const { prediction = null, score = null, drop } = settings;
  if (champion === 'external' && prediction !== null) return { settings, answers: { prediction, score } };
  const verdicts = [prediction, score].filter((column) => column !== null);
  return { settings: { ...settings, drop: [...drop, ...verdicts] }, answers: null };
}

/** The reference file's rows, read when they are first asked for and kept. */
export function createReference(watch: Watch, reader: RowReader): (() => Promise<Frame>) | null {
  const { reference, timezone } = watch;
  if (reference === null) return null;
  const { settings, answers } = verdictsIn(watch, reference);
  let rows: Promise<Frame> | null = null;
  return () => {
    rows ??= readReference(settings, { timezone, reader, answers }).catch((cause: unknown) => {
      // A file that was not there yet may be there the next time.
      rows = null;
      throw cause;
    });
    return rows;
  };
}
