// The watch of the stage, and what it reads from.
import { writeFile } from 'node:fs/promises';
import { fileReader } from '../../core/adapters/files/reader.ts';
import type { Clock } from '../../core/ports.ts';
import { createReference, createSource } from '../../core/sources/index.ts';
import type { Store } from '../../core/store.ts';
import type { ReferenceSettings, Watch } from '../../core/watch.ts';
import { minute } from './stage-rows.ts';

export const watchDefaults = {
  timezone: 'UTC',
  window: 500,
  policy: 'auto',
  mode: 'full',
  threshold: 0.25,
  falseAlarmsPerWeek: 1,
  cadenceMinutes: 2,
  estimator: 'logistic',
  channel: null,
  champion: 'trained',
  positive: null,
  retention: { observations: 30 * 1_440 * minute, labels: 90 * 1_440 * minute },
  store: 'all',
  // A schedule of its own would come in between what a test looks at.
  retrainEvery: null,
  labelMaturity: 0,
  cycle: null,
} as const;

/** A reference file of this text; null without one. */
export async function referenceAt(path: string, text: string | undefined): Promise<ReferenceSettings | null> {
  if (text === undefined) return null;
  await writeFile(path, text);
  return { path, time: null, id: null, label: 'label', drop: [] };
}

export function watchedOf(watch: Watch, store: Store, clock: Clock) {
  return {
    watch,
    source: createSource(watch, { store, clock, reader: fileReader }),
    reference: createReference(watch, fileReader),
  };
}
