// /predict: the champion's answer for one row or many; what it saw is stored without delaying the answer.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { contributionsOf } from '../estimators/contributions.ts';
import { estimatorOf } from '../estimators/index.ts';
import type { Frame } from '../frame/frame.ts';
import { frameOfRecords } from '../frame/records.ts';
import type { ModelVersion } from '../model.ts';
import type { Observation } from '../store.ts';
import { answered } from './answered.ts';
import type { Call } from './operation.ts';
import type { Prediction, PredictResult } from './predict-result.ts';
import { requireSameKind, requireServedHere, type Watched, type World, watchOf } from './world.ts';

export const predictInput = z.strictObject({
  watch: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
  /** What each feature contributed to the answers as well. */
  explain: z.boolean().default(false),
});

export async function predict(
  world: World,
  input: z.infer<typeof predictInput>,
  { caller }: Call,
): Promise<PredictResult> {
  const watched = watchOf(world, input.watch);
  requireServedHere(watched, {
    is: 'served',
    remedy: 'Ask the service that serves it; Vigie checks the rows that come with its answers.',
  });
  const { name } = watched.watch;
  const begun = world.clock.now();
  const champion = await world.registry.required(name);
  requireSameKind(watched, champion);
  const frame = frameOfRecords(withoutDropped(watched, input.rows), champion.model.schema);
  const predictions = score(world, champion, await answered(world, champion.model, frame));
  const kept = keep(world, watched, { frame, predictions, champion, via: caller.via });
  world.metrics.predicted(name, caller.via, frame.rows, (world.clock.now() - begun) / 1000);
  const shown = input.explain ? explained(predictions, champion, frame) : predictions;
  return {
    watch: name,
    version: champion.version,
    predictions: shown,
    stored: kept === predictions.length,
  };
}

type Rows = z.infer<typeof predictInput>['rows'];

function withoutDropped({ watch }: Watched, rows: Rows): Rows {
  const { source } = watch;
  if (source.kind !== 'observed' || source.drop.length === 0) return rows;
  const { drop } = source;
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !drop.includes(name))));
}

function score(world: World, { model }: ModelVersion, frame: Frame): Prediction[] {
  const { classes } = model.schema;
  const { probabilities, predicted } = estimatorOf(model).score(model, frame);
  const silent = predicted.indexOf(-1);
  if (silent >= 0)
    throw new AppError('invalid_input', `rows[${silent}] the model has no answer to it`, {
      remedy: 'A value is missing that the model cannot do without.',
    });
  const said = (code: number, row: number) => classes[code] ?? saidIn(frame, row);
  return Array.from(predicted, (code, row) => {
    // A model of somebody else may give labels alone.
    const shares = classes.map((name, at) => [name, probabilities[row * classes.length + at] ?? 0] as const);
    const known = shares.filter(([, share]) => !Number.isNaN(share));
    return { id: world.random.id(), label: said(code, row), probabilities: Object.fromEntries(known) };
  });
}

/** A class that is none of the model's own. */
function saidIn({ answers }: Frame, row: number): string {
  return answers?.predicted.categories[answers.predicted.codes[row] ?? -1] ?? '';
}

function explained(predictions: readonly Prediction[], { model }: ModelVersion, frame: Frame): Prediction[] {
  const explanations = contributionsOf(model, frame);
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  const cellIn = (name: string, row: number) => {
    const column = columns.get(name);
    return column === undefined ? null : cellOf(column, row);
  };
  return predictions.map((prediction, row) => {
    const found = explanations?.[row];
    if (found === undefined) return { ...prediction, explanation: null };
    const features = found.features.map((one) => ({ ...one, value: cellIn(one.name, row) }));
    return { ...prediction, explanation: { ...found, features } };
  });
}

/** Only a watch that lives on what predict saw keeps it; other watches have their rows elsewhere. How many it keeps. */
function keep(
  world: World,
  { watch, source }: Watched,
  made: { frame: Frame; predictions: readonly Prediction[]; champion: ModelVersion; via: string },
): number {
  if (source.kind !== 'observed') return 0;
  const { frame, predictions, champion, via } = made;
  const at = world.clock.now();
  const all = predictions.map(
    (prediction, row): Observation => ({
      id: prediction.id,
      watch: watch.name,
      at,
      storedAt: at,
      expiresAt: at + watch.retention.observations,
      features: frame.columns.map((column) => cellOf(column, row)),
      version: champion.version,
      predicted: prediction.label,
      probability: prediction.probabilities[prediction.label] ?? 0,
      via,
    }),
  );
  const rows = watch.store === 'sampled' ? all.filter(({ id }) => isSampled(id)) : all;
  world.observations.add(rows);
  return rows.length;
}

/** One id in ten, and always the same ones. */
function isSampled(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32LE(0) % 10 === 0;
}

function cellOf(column: Frame['columns'][number], row: number): number | string | null {
  if (column.kind === 'categorical') return column.categories[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}
