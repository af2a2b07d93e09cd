// /predict: the champion's answer for one row or many; what it saw is stored without delaying the answer.
import { z } from 'zod';
import { estimatorOf } from '../estimators/index.ts';
import type { Frame } from '../frame/frame.ts';
import { frameOfRecords } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import type { Observation } from '../store.ts';
import type { Call } from './operation.ts';
import type { Prediction, PredictResult } from './results.ts';
import { type Watched, type World, watchOf } from './world.ts';

export const predictInput = z.strictObject({
  watch: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
});

export async function predict(
  world: World,
  input: z.infer<typeof predictInput>,
  { caller }: Call,
): Promise<PredictResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const begun = world.clock.now();
  const champion = await world.registry.required(name);
  const frame = frameOfRecords(input.rows, champion.model.schema);
  const predictions = score(world, champion, frame);
  keep(world, watched, { frame, predictions, champion, via: caller.via });
  world.metrics.predicted(name, caller.via, frame.rows, (world.clock.now() - begun) / 1000);
  return { watch: name, version: champion.version, predictions, stored: watched.source.kind === 'observed' };
}

function score(world: World, { model }: ModelVersion, frame: Frame): Prediction[] {
  const { classes } = model.schema;
  const { probabilities, predicted } = estimatorOf(model).score(model, frame);
  return Array.from(predicted, (code, row) => ({
    id: world.random.id(),
    label: classes[code] ?? '',
    probabilities: Object.fromEntries(
      classes.map((name, at) => [name, probabilities[row * classes.length + at] ?? 0]),
    ),
  }));
}

/** Only a watch that lives on what predict saw keeps it; other watches have their rows elsewhere. */
function keep(
  world: World,
  { watch, source }: Watched,
  made: { frame: Frame; predictions: readonly Prediction[]; champion: ModelVersion; via: string },
): void {
  if (source.kind !== 'observed') return;
  const { frame, predictions, champion, via } = made;
  const at = world.clock.now();
  const rows = predictions.map(
    (prediction, row): Observation => ({
      id: prediction.id,
      watch: watch.name,
      at,
      features: frame.columns.map((column) => cellOf(column, row)),
      version: champion.version,
      predicted: prediction.label,
      probability: prediction.probabilities[prediction.label] ?? 0,
      via,
    }),
  );
  world.observations.add(rows);
}

function cellOf(column: Frame['columns'][number], row: number): number | string | null {
  if (column.kind === 'categorical') return column.categories[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}
