// A logistic regression of two classes on raw numbers: what the product's champion comes to without its encoding.
import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const plain = z.object({
  names: z.array(z.string()),
  classes: z.array(z.string()).length(2),
  weights: z.array(z.number()),
  intercept: z.number(),
});

export type PlainModel = z.infer<typeof plain>;
export type Row = Readonly<Record<string, number>>;
/** Probability of each class. */
type Shares = Readonly<Record<string, number>>;

export async function readPlainModel(path: string): Promise<PlainModel> {
  return plain.parse(JSON.parse(await readFile(path, 'utf8')));
}

/**
 * The model behind answers: its log-odds are a sum over the features, so the row of zeros tells the intercept, and a row
 * with a single 1 the weight of that feature.
 */
export async function plainModelOf(
  names: readonly string[],
  ask: (rows: readonly Row[]) => Promise<readonly Shares[]>,
): Promise<PlainModel> {
  const zeros = Object.fromEntries(names.map((name) => [name, 0]));
  const answers = await ask([zeros, ...names.map((name) => ({ ...zeros, [name]: 1 }))]);
  const classes = Object.keys(answers[0] ?? {});
  const [no = '', yes = ''] = classes;
  const [intercept = Number.NaN, ...sums] = answers.map((shares) =>
    Math.log((shares[yes] ?? Number.NaN) / (shares[no] ?? Number.NaN)),
  );
  return plain.parse({ names, classes, intercept, weights: sums.map((sum) => sum - intercept) });
}
