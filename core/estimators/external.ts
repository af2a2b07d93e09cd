// A model served elsewhere: nothing is fitted, and a score is what that model said when it saw the row. Pure.
import { AppError } from '../errors.ts';
import type { Answers, Column, Frame, Schema } from '../frame/frame.ts';
import type { Estimator, FittedModel, Scores } from './estimator.ts';

interface ExternalParameters {
  /** Two classes with scores: the score is the probability of the second one. */
  readonly scored: boolean;
}

export const external: Estimator = { name: 'external', fit, score, importance, signal };

/**
 * The schema of a reference window: its features, and the classes that were true, were said, or are `positive`. Sorted,
 * but `positive` comes last: without it a score is of the last one in sorted order, as scikit-learn's classes_[1].
 * @throws AppError `not_enough_data` when scores come for one class only
 */
export function schemaOfAnswers(frame: Frame, positive: string | null): Schema {
  const { predicted, scores } = answersOf(frame);
  const seen = new Set([...namesIn(frame.label), ...namesIn(predicted)]);
  const others = [...seen].filter((name) => name !== positive).sort();
  const classes = positive === null ? others : [...others, positive];
  if (seen.size === 0)
    throw new AppError('not_enough_data', 'The model elsewhere has said nothing of any row yet.', {
      remedy: 'Send its predictions with the rows.',
    });
  if (positive !== null && !seen.has(positive) && others.length > 1)
    throw new AppError(
      'invalid_config',
      `positive: "${positive}" is none of the classes ${others.join(', ')}.`,
      {
        remedy: 'Correct "positive" in the watch: the class whose probability the score is.',
      },
    );
  if (hasScores(scores) && classes.length < 2) {
    throw new AppError(
      'not_enough_data',
      `The model elsewhere has only said "${classes[0] ?? ''}" so far: whose probability its score is cannot be known.`,
      { remedy: 'Name the class in the watch ("positive": "yes"), or wait for a row of another class.' },
    );
  }
  return { features: frame.columns.map(({ name, kind }) => ({ name, kind })), classes };
}

function namesIn({ codes, categories }: Frame['label']): string[] {
  const used = new Set<number>(codes);
  return categories.filter((_, code) => used.has(code));
}

/** Learns nothing but whether scores come; `schema` says of which class they are. */
function fit(reference: Frame, schema: Schema): FittedModel {
  const { scores } = answersOf(reference);
  const scored = schema.classes.length === 2 && hasScores(scores);
  const parameters: ExternalParameters = { scored };
  return { estimator: external.name, schema, parameters };
}

function hasScores(scores: Answers['scores']): boolean {
  return scores?.some((score) => !Number.isNaN(score)) ?? false;
}

/** A row with a score alone is taken for the second class from 0.5 on. */
function score(model: FittedModel, rows: Frame): Scores {
  const { classes } = model.schema;
  const { predicted, scores } = answersOf(rows);
  const known = scoredIn(model) ? scores : null;
  const said = saidClasses(predicted, classes);
  const probabilities = new Float64Array(rows.rows * classes.length).fill(Number.NaN);
  for (let row = 0; row < rows.rows; row++) {
    const second = known?.[row] ?? Number.NaN;
    if (Number.isNaN(second)) continue;
    if (said[row] === -1) said[row] = second >= 0.5 ? 1 : 0;
    probabilities.set([1 - second, second], 2 * row);
  }
  return { probabilities, predicted: said };
}

/** Codes in `classes`; a class that is none of them gets a code none of them has: it is an answer, and never right. */
function saidClasses({ codes, categories }: Answers['predicted'], classes: readonly string[]): Int32Array {
  const place = new Map(classes.map((name, code) => [name, code]));
  const translate = categories.map((name) => place.get(name) ?? classes.length);
  return codes.map((code) => translate[code] ?? -1);
}

/** The scores, or what was said: a class nobody knew before shows, and so does silence. */
function signal(model: FittedModel, rows: Frame): Column {
  const { predicted, scores } = answersOf(rows);
  if (!scoredIn(model)) return { ...predicted, name: 'prediction' };
  return { kind: 'numeric', name: 'prediction', values: scores ?? silence(rows.rows) };
}

/** What it makes of the features is known to itself alone. */
function importance(model: FittedModel): Float64Array {
  return new Float64Array(model.schema.features.length);
}

function scoredIn(model: FittedModel): boolean {
  return (model.parameters as ExternalParameters).scored;
}

function answersOf({ rows, answers }: Frame): Answers {
  const nothing = new Int32Array(rows).fill(-1);
  const predicted = { kind: 'categorical', name: 'prediction', codes: nothing, categories: [] } as const;
  return answers ?? { predicted, scores: null };
}

function silence(rows: number): Float64Array {
  return new Float64Array(rows).fill(Number.NaN);
}
