// Which class each of a model's probabilities is of: the file itself says it in ways that only its converter knows.
import { type Frame, schemaOf } from '../../frame/frame.ts';
import { largestOf, type OnnxFile, say } from './answer.ts';
import type { Said } from './outputs.ts';
import { type OnnxPlan, unfit } from './plan.ts';

interface Asked {
  readonly file: OnnxFile;
  readonly plan: OnnxPlan;
  /** What the watch or the registered model says; null = nothing. */
  readonly known: readonly string[] | null;
  /** Rows like those it will be asked about. */
  readonly rows: Frame;
}

/**
 * The classes in the order of the model's probabilities: as somebody said, or as the largest probability and the label
 * go together on the rows, or as the true labels sort (scikit-learn's order).
 * @throws AppError `bad_data` where none of these tells, or no row has an answer
 */
export async function classesOf({ file, plan, known, rows }: Asked): Promise<string[]> {
  const said = await say(file, plan, rows);
  const { labels, shares } = said;
  if (shares !== null && rows.rows > 0 && !answersAny(shares, rows.rows))
    throw unfit(
      `it gives NaN for all of ${rows.rows} rows of the watch`,
      'Missing values may be more than it takes: add an imputer before the model and export both.',
    );
  const { probabilities } = plan.output;
  if (probabilities?.kind === 'each') return [...probabilities.classes];
  const count = shares?.length ?? null;
  if (known !== null) {
    if (count !== null && count !== known.length)
      throw unfit(
        `it gives ${count} probabilities a row, but ${known.length} classes are named`,
        'Name all of them in the order of its classes_.',
      );
    return [...known];
  }
  const truth = schemaOf(rows).classes;
  if (count === null) return [...new Set([...truth, ...(labels ?? [])])].sort();
  const paired = labels === null ? null : pairedNames(said, count, rows.rows);
  if (paired !== null) return paired;
  if (truth.length === count && (labels ?? []).every((label) => truth.includes(label))) return [...truth];
  throw unfit(
    `nothing says which classes its ${count} probabilities are of`,
    'Name them in the watch in the order of its classes_: "classes": ["no", "yes"].',
  );
}

function answersAny(shares: readonly Float64Array[], rows: number): boolean {
  for (let row = 0; row < rows; row++) if (shares.every((share) => !Number.isNaN(share[row]))) return true;
  return false;
}

/**
 * The label that goes with the largest of each probability. One that was never the largest is the only label left, or,
 * where the others are the whole numbers from 0 on in order, its own number.
 */
function pairedNames({ labels, shares }: Said, count: number, rows: number): string[] | null {
  const names = new Array<string | null>(count).fill(null);
  for (let row = 0; row < rows; row++) {
    const label = labels?.[row] ?? '';
    // In a tie the label may be either.
    if (shares === null || !clear(shares, row)) continue;
    const best = largestOf(shares, row);
    names[best] ??= label;
    if (names[best] !== label) return null;
  }
  const numbered = names.every((name, at) => name === null || name === String(at));
  const whole = names.map((name, at) => name ?? (numbered ? String(at) : null));
  const found = whole.filter((name) => name !== null);
  return found.length === count && new Set(found).size === count ? found : null;
}

function clear(shares: readonly Float64Array[], row: number): boolean {
  const best = shares[largestOf(shares, row)]?.[row] ?? Number.NaN;
  return shares.filter((share) => Math.abs((share[row] ?? 0) - best) < 1e-6).length === 1;
}
