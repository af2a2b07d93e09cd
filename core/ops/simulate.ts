// The synthetic watch on command: rows to look at (POST /generate), drift put in and taken out (/simulate).
import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { Frame } from '../frame/frame.ts';
import { generateRows } from '../sources/synthetic.ts';
import type { GenerateResult, SimulateResult } from './simulate-result.ts';
import { changeState, type Watched, type World, watchOf } from './world.ts';

export const generateInput = z.strictObject({
  watch: z.string().optional(),
  n_samples: z.coerce.number().int().min(1).max(10_000).default(100),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .optional(),
});

export const simulateInput = z.strictObject({
  watch: z.string().optional(),
  scenario: z.enum(['none', 'covariate', 'concept']),
  strength: z.coerce.number().gt(0).max(3).default(1),
});

/** Injections kept: older ones no longer matter to any row that is read again. */
const mostInjections = 50;

/** Labelled rows as the synthetic source would make them at this hour. */
export async function generate(world: World, input: z.infer<typeof generateInput>): Promise<GenerateResult> {
  const { watch } = synthetic(world, input.watch);
  const now = world.clock.now();
  const frame = generateRows(input.seed ?? now % 2 ** 31, now, input.n_samples);
  return {
    watch: watch.name,
    columns: [...frame.columns.map(({ name }) => name), 'label'],
    rows: Array.from({ length: frame.rows }, (_, row) => cells(frame, row)),
  };
}

/** From now on rows drift as told; `none` takes it back. */
export async function simulate(world: World, input: z.infer<typeof simulateInput>): Promise<SimulateResult> {
  const { watch } = synthetic(world, input.watch);
  const strength = input.scenario === 'none' ? 0 : input.strength;
  const injection = { from: world.clock.now(), scenario: input.scenario, strength };
  await changeState(world, watch.name, (state) => ({
    ...state,
    injections: [...state.injections, injection].slice(-mostInjections),
  }));
  return { watch: watch.name, ...injection };
}

function synthetic(world: World, name: string | undefined): Watched {
  const watched = watchOf(world, name);
  if (watched.source.kind === 'synthetic') return watched;
  throw new AppError(
    'unsupported',
    `Watch "${watched.watch.name}" has real rows (source ${watched.source.kind}); only a synthetic watch makes them up.`,
  );
}

function cells(frame: Frame, row: number): (number | string | null)[] {
  return [...frame.columns, frame.label].map((column) =>
    column.kind === 'numeric'
      ? (column.values[row] ?? null)
      : (column.categories[column.codes[row] ?? -1] ?? null),
  );
}
