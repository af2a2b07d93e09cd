// The model that serves, held against a larger past: a version of its own, for which nothing is trained.
import { tasks } from '../compute/tasks.ts';
import { type Frame, selectRows } from '../frame/frame.ts';
import type { ModelVersion, Quality } from '../model.ts';
import type { Baseline } from '../retraining/assess.ts';
import { answered } from './answered.ts';
import { storeVersion } from './training.ts';
import type { Watched, World } from './world.ts';

/** Labelled rows an accuracy as served must be measured on to stand for itself. */
const leastServed = 300;

type Measured = Pick<ModelVersion, 'baseline' | 'calibration' | 'majorityShare'>;

interface Reground {
  readonly champion: ModelVersion;
  /** Rows that join its reference window, and the most it may hold then. */
  readonly rows: Frame;
  readonly most: number;
  readonly measured: Measured;
  readonly trigger: 'expected' | 'learning';
  readonly by: string;
}

/** Stores it; it serves nobody yet. */
export async function regrounded(world: World, asked: Reground): Promise<ModelVersion> {
  const { champion, rows, most, measured, trigger, by } = asked;
  const { watch, model, intent, origin } = champion;
  const reference = await world.registry.reference(champion);
  const { features } = model.schema;
  const grown = await world.compute.run(tasks.grow, {
    reference,
    rows: await answered(world, model, rows),
    features,
    most,
  });
  const from = origin === undefined ? {} : { origin };
  const facts = {
    watch,
    model,
    intent,
    ...from,
    ...measured,
    referenceRows: grown.rows,
    ...(champion.inverseL2 === undefined ? {} : { inverseL2: champion.inverseL2 }),
    trigger,
    trainedBy: by,
  };
  return storeVersion(world, grown, facts);
}

/**
 * What the champion is held against from now on: its quality on labelled rows that it served, which it never learned
 * from. Below 300 of them they are only added to what was known, or (`pool` false) not counted.
 */
export async function measuredAsServed(
  world: World,
  { watch }: Watched,
  served: { readonly champion: ModelVersion; readonly rows: Frame; readonly pool: boolean },
): Promise<Measured> {
  const { champion, pool } = served;
  const { baseline, calibration, majorityShare, model } = champion;
  const rows = await answered(world, model, ripe(served.rows, world.clock.now() - watch.labelMaturity));
  const now: Baseline = await world.compute.run(tasks.asServed, { model, rows });
  if (now.quality !== null && now.quality.rows >= leastServed)
    return {
      baseline: now.quality,
      calibration: now.calibration ?? calibration,
      majorityShare: now.majorityShare,
    };
  return { baseline: pool ? pooled(baseline, now.quality) : baseline, calibration, majorityShare };
}

/** Rows whose labels are fair: those that come early are often of one kind. */
function ripe(rows: Frame, until: number): Frame {
  const young = (row: number) => (rows.times[row] ?? Number.NaN) > until;
  const old = Uint32Array.from(rows.ids.keys()).filter((row) => !young(row));
  return old.length === rows.rows ? rows : selectRows(rows, old);
}

/** By rows; two areas under a curve make no third. */
function pooled(before: Quality | null, now: Quality | null): Quality | null {
  if (before === null || now === null) return before ?? now;
  const rows = before.rows + now.rows;
  const mean = (one: number, other: number) => (one * before.rows + other * now.rows) / rows;
  const logLoss = before.logLoss === null || now.logLoss === null ? null : mean(before.logLoss, now.logLoss);
  return { rows, accuracy: mean(before.accuracy, now.accuracy), logLoss, auc: null };
}
