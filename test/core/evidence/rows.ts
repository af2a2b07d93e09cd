// Seeded rows and the settings of a check, for the tests beside this file.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { DriftReport } from '../../../core/drift.ts';
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { arm } from '../../../core/evidence/arm.ts';
import { type CheckSettings, checkSlices, type Shadow } from '../../../core/evidence/check.ts';
import type { Terms } from '../../../core/evidence/ground.ts';
import { shortHashes } from '../../../core/evidence/labels.ts';
import type { Plan } from '../../../core/evidence/plan.ts';
import { type Profile, profileOf } from '../../../core/evidence/profile.ts';
import { type Frame, sliceRows } from '../../../core/frame/frame.ts';
import type { EvidenceState } from '../../../core/state.ts';
import { frameOf } from '../estimators/frame-of.ts';

export interface Chance {
  /** In [0, 1). */
  uniform(): number;
  normal(): number;
}

export function chance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

export const settings: CheckSettings = {
  watch: 'shop',
  version: 1,
  mode: 'full',
  window: 500,
  threshold: 0.25,
  cadenceMinutes: 2,
  labelMaturity: 0,
  baseline: { accuracy: 0.9, rows: 2_000, majorityShare: 0.5 },
  calibration: null,
};

/** One false alarm a week at a check every two minutes. */
const terms: Terms = {
  key: 'v1',
  falseAlarmsPerWeek: 1,
  checksPerWeek: 5_040,
  cadenceMinutes: 2,
  cycle: null,
};

/** Always says "right": a row labelled "right" is a hit, one labelled "wrong" a miss. */
function constantModel(frame: Frame): FittedModel {
  return {
    estimator: 'majority',
    schema: {
      features: frame.columns.map(({ name, kind }) => ({ name, kind })),
      classes: ['right', 'wrong'],
    },
    parameters: { shares: [0.9, 0.1] },
  };
}

/** `hits` rows right and `misses` wrong, evenly mixed; one feature x. */
export function mixed(hits: number, misses: number): Frame {
  const rows = hits + misses;
  const wrong = (row: number) => Math.floor(((row + 1) * misses) / rows) > Math.floor((row * misses) / rows);
  const labels = Array.from({ length: rows }, (_, row) => (wrong(row) ? 'wrong' : 'right'));
  return frameOf({ x: labels.map((_, row) => row % 7) }, labels, ['right', 'wrong']);
}

/** `hits` labelled rows right, then `misses` wrong, then `unknown` without a label; one feature x. */
export function outcomes(hits: number, misses: number, unknown = 0): Frame {
  const labels = [
    ...Array.from({ length: hits }, () => 'right'),
    ...Array.from({ length: misses }, () => 'wrong'),
    ...Array.from({ length: unknown }, () => null),
  ];
  return frameOf({ x: labels.map((_, row) => row % 7) }, labels, ['right', 'wrong']);
}

interface Round {
  readonly profile: Profile;
  readonly model: FittedModel;
  readonly plan: Plan;
  readonly fresh: Frame;
  readonly evidence?: EvidenceState | null;
  readonly context?: Frame;
  readonly at?: number;
  readonly ends?: readonly number[];
  readonly settings?: CheckSettings;
  readonly shadow?: Shadow;
}

/** One check (or several, by `ends`) of fresh rows: the reports. */
export const check = (round: Round) => checked(round).map(({ report }) => report);

/** The same with the evidence after each. */
export function checked(round: Round) {
  const { profile, model, plan, fresh } = round;
  const context = round.context ?? sliceRows(fresh, 0, 0);
  return checkSlices({
    settings: round.settings ?? settings,
    model,
    profile,
    plan,
    evidence: round.evidence ?? null,
    context,
    labelledContext: context,
    fresh,
    contextIds: shortHashes(context.ids),
    freshIds: shortHashes(fresh.ids),
    ends: round.ends ?? [fresh.rows],
    shadow: round.shadow ?? null,
    firstNumber: 1,
    at: round.at ?? 1_000,
  });
}

export function profiled(reference: Frame, given: Partial<CheckSettings & Terms> = {}) {
  const model = constantModel(reference);
  const profile = profileOf(reference, model);
  const { baseline, calibration } = { ...settings, ...given };
  const quality = baseline && { ...baseline, logLoss: null, auc: null };
  const plan = arm(reference, { model, profile, baseline: quality, calibration }, { ...terms, ...given });
  return { profile, model, plan };
}

/** Paths of every NaN or infinite number within a value. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${path}.${key}`));
}

/** The one report there is. */
export function only(reports: readonly DriftReport[]): DriftReport {
  const [report] = reports;
  if (report === undefined || reports.length > 1) throw new Error('expected one report');
  return report;
}

/** Rows of customers, nine in ten of them predicted right; `change` is what drifted. */
export const people = (random: ReturnType<typeof chance>, rows: number, change: Partial<Change> = {}) => {
  const { shift, missing, colours } = { shift: 0, missing: 0, colours: ['red', 'blue', 'green'], ...change };
  const pick = () => colours[Math.floor(random.uniform() * colours.length)] ?? '';
  const cells = Array.from({ length: rows }, () => ({
    age: 40 + 10 * (random.normal() + shift),
    income: random.uniform() < missing ? null : random.normal(),
    colour: pick(),
    same: 3,
    right: random.uniform() < 0.9 ? 'right' : 'wrong',
  }));
  return frameOf(
    {
      age: cells.map(({ age }) => age),
      income: cells.map(({ income }) => income),
      colour: cells.map(({ colour }) => colour),
      same: cells.map(({ same }) => same),
    },
    cells.map(({ right }) => right),
    ['right', 'wrong'],
  );
};

export interface Change {
  /** Standard deviations the age moves. */
  readonly shift: number;
  /** Share of incomes that are missing. */
  readonly missing: number;
  readonly colours: readonly string[];
}
