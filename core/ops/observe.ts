// POST /observations: rows of a model served elsewhere, with what it said of them. Acknowledged is stored.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { createTimeReader } from '../frame/time.ts';
import type { ForeignRow, LabelRecord } from '../observation.ts';
import { readRows } from './observed-rows.ts';
import type { Call } from './operation.ts';
import type { ObserveResult } from './results.ts';
import { type Watched, type World, watchOf } from './world.ts';

export const observeInput = z.strictObject({
  watch: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
});

/**
 * Stores rows by their ids, so that a batch may be sent again: a row whose id is known stays as it is, within a batch
 * the first of an id counts, and the last label of an id wins.
 * @throws AppError `invalid_input` with every fault, and `unsupported` for a watch whose rows come another way: nothing
 * was stored
 */
export async function observe(
  world: World,
  input: z.infer<typeof observeInput>,
  { caller }: Call,
): Promise<ObserveResult> {
  const watched = watchOf(world, input.watch);
  const { name, retention, timezone } = watched.watch;
  const drop = dropped(watched);
  const champion = await world.registry.champion(name);
  const now = world.clock.now();
  const { names, rows } = readRows(input.rows, {
    schema: champion?.model.schema ?? null,
    drop,
    timeOf: createTimeReader(timezone),
    now,
    retention: retention.observations,
  });
  const layout = await world.store.layouts.put(names);
  const stored = await world.store.observations.add(
    rows.map(({ label: _label, ...row }): ForeignRow => {
      const expiresAt = row.at + retention.observations;
      return { ...row, watch: name, storedAt: now, expiresAt, layout, via: caller.via };
    }),
  );
  const labels = rows.flatMap(({ id, label }): LabelRecord[] =>
    label === null ? [] : [{ id, label, at: now, expiresAt: now + retention.labels, by: caller.name }],
  );
  await world.store.labels.put(name, labels);
  world.metrics.labelled(name, labels.length);
  return { watch: name, stored, known: rows.length - stored, labels: labels.length };
}

/** The names to leave out. @throws AppError `unsupported` when the rows of the watch do not come this way */
function dropped({ watch }: Watched): readonly string[] {
  const { name, source, champion } = watch;
  if (champion !== 'external')
    throw new AppError(
      'unsupported',
      `The model of watch "${name}" is served here: it sees its rows itself.`,
      {
        remedy: 'Use POST /predict, or set champion "external" in the watch.',
      },
    );
  if (source.kind === 'observed') return source.drop;
  throw new AppError('unsupported', `The rows of watch "${name}" come from its source (${source.kind}).`, {
    remedy: 'Add them there, or set source.kind "observed" in the watch.',
  });
}
