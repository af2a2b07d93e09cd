// The table of sources: a watch's settings to the source that reads its rows.
import type { Frame } from '../frame/frame.ts';
import type { Clock, Source } from '../ports.ts';
import type { Store } from '../store.ts';
import type { Watch } from '../watch.ts';
import { fileSource } from './file.ts';
import { observedSource } from './observed.ts';
import { readReference } from './reference.ts';
import type { RowReader } from './row-reader.ts';
import { syntheticSource } from './synthetic.ts';

interface SourceWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly reader: RowReader;
}

export function createSource(watch: Watch, { store, clock, reader }: SourceWorld): Source {
  const { source, name, timezone, cadenceMinutes } = watch;
  switch (source.kind) {
    case 'synthetic': {
      const facts = async () => {
        const state = await store.states.read(name);
        return { createdAt: state?.createdAt ?? clock.now(), injections: state?.injections ?? [] };
      };
      return syntheticSource({ watch: name, settings: source, cadenceMinutes, clock, facts });
    }
    case 'file':
      return fileSource({
        settings: withoutVerdicts(source),
        timezone,
        reader,
        clock,
        labelsOf: (ids) => store.labels.read(name, ids),
      });
    case 'observed':
      return observedSource({ watch: name, store, clock, external: watch.champion === 'external' });
  }
}

/** Columns in which another model spoke are no features of ours. */
function withoutVerdicts<S extends Verdicts>(settings: S): S {
  const verdicts = [settings.prediction, settings.score].filter((column) => column != null);
  return { ...settings, drop: [...settings.drop, ...verdicts] };
}

interface Verdicts {
  prediction?: string | null | undefined;
  score?: string | null | undefined;
  drop: string[];
}

/** The reference file's rows, read when they are first asked for and kept. */
export function createReference(
  { reference, timezone }: Watch,
  reader: RowReader,
): (() => Promise<Frame>) | null {
  if (reference === null) return null;
  let rows: Promise<Frame> | null = null;
  return () => {
    rows ??= readReference(withoutVerdicts(reference), { timezone, reader }).catch((cause: unknown) => {
      // A file that was not there yet may be there the next time.
      rows = null;
      throw cause;
    });
    return rows;
  };
}
