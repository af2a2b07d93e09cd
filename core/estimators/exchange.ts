// A logistic model in ml-logistic-regression's own form, and back: what the readable copy of a champion is. Pure.
// The library's class reads the form as it stands and predicts the same classes; the key `vigie` holds what it cannot say.
import LogisticRegression from 'ml-logistic-regression';
import { AppError } from '../errors.ts';
import type { Schema } from '../frame/frame.ts';
import { columnNames, widthOf } from './encoder.ts';
import type { FittedModel } from './estimator.ts';
import { type LogisticParameters, logistic, logisticParameters } from './logistic.ts';
import { blocksOf } from './problem.ts';

/** Plain JSON. Class i of the library is `vigie.labels[i]`; column j of its X is `vigie.columns[j]`, the last a constant 1. */
export interface ExchangeForm extends LogisticRegression.Form {
  readonly vigie: Omit<LogisticParameters, 'weights'> & {
    readonly schema: Schema;
    readonly labels: readonly string[];
    readonly columns: readonly string[];
  };
}

/**
 * The exchange form of a `logistic` model: `JSON.stringify` it to store it, `LogisticRegression.load` reads it.
 * The library takes the class with the smallest score, so classifier i carries class i's weights negated. With two classes
 * the scores are 1 - probability; with more they only rank, since the weights are softmax weights.
 * @throws AppError `unsupported` for a model of another estimator
 */
export function toExchange(model: FittedModel): ExchangeForm {
  if (model.estimator !== logistic.name) {
    throw new AppError('unsupported', `A model of estimator "${model.estimator}" has no exchange form.`);
  }
  const { weights, ...rest } = logisticParameters(model);
  const rows = weights.length === 1 ? [...weights, ...weights.map(negated)] : weights.map(negated);
  // The library's training settings, told as what took place: passes over the rows, steps of full length.
  const steps = { numSteps: rest.iterations, learningRate: 1 };
  const library = LogisticRegression.load({
    name: 'LogisticRegression',
    ...steps,
    numberClasses: rest.classes.length,
    classifiers: rows.map((row) => ({ ...steps, weights: [row] })),
  });
  const form: LogisticRegression.Form = JSON.parse(JSON.stringify(library));
  const labels = rest.classes.map((code) => model.schema.classes[code] ?? '');
  return { ...form, vigie: { schema: model.schema, labels, columns: columnNames(rest.encoding), ...rest } };
}

/**
 * The model that `toExchange` turned into `form` (parsed JSON): equal to the last bit.
 * @throws AppError `bad_data` when `form` is not such a form or its weights do not fit its columns
 */
export function fromExchange(form: unknown): FittedModel {
  if (!isExchangeForm(form)) throw notAModel('it is not in the exchange form of a logistic model');
  const { schema, encoding, classes, iterations, converged } = form.vigie;
  const library = LogisticRegression.load({ ...form, classifiers: [...form.classifiers] });
  const rows = library.classifiers.map(({ weights }) => weights.to1DArray());
  const width = widthOf(encoding);
  if (rows.length !== classes.length || rows.some((row) => row.length !== width)) {
    throw notAModel('its weights do not fit its columns');
  }
  const weights = blocksOf(classes.length) === 1 ? rows.slice(0, 1) : rows.map(negated);
  const parameters: LogisticParameters = { encoding, classes, weights, iterations, converged };
  return { estimator: logistic.name, schema, parameters };
}

function isExchangeForm(form: unknown): form is ExchangeForm {
  if (!isObject(form)) return false;
  const { name, numberClasses, classifiers, vigie } = form;
  if (name !== 'LogisticRegression' || !Array.isArray(classifiers) || !isObject(vigie)) return false;
  const { schema, encoding, classes } = vigie;
  return (
    classifiers.length === numberClasses &&
    classifiers.every(isClassifier) &&
    Array.isArray(encoding) &&
    encoding.every(isFeatureEncoding) &&
    isSchema(schema) &&
    Array.isArray(classes) &&
    classes.every((code) => typeof code === 'number' && schema.classes[code] !== undefined)
  );
}

function isClassifier(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { weights } = value;
  if (!Array.isArray(weights) || weights.length !== 1) return false;
  const [row] = weights;
  return Array.isArray(row) && row.length > 0 && row.every(Number.isFinite);
}

function isFeatureEncoding(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, mean, deviation, categories, shares } = value;
  if (kind === 'numeric') return Number.isFinite(mean) && Number.isFinite(deviation);
  return kind === 'categorical' && Array.isArray(categories) && Array.isArray(shares);
}

function isSchema(value: unknown): value is Schema {
  if (!isObject(value)) return false;
  const { features, classes } = value;
  return Array.isArray(features) && Array.isArray(classes);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** 0 - weight, since -0 does not survive JSON. */
function negated(weights: readonly number[]): number[] {
  return weights.map((weight) => 0 - weight);
}

function notAModel(why: string): AppError {
  return new AppError('bad_data', `The stored model cannot be read: ${why}.`, {
    remedy: 'Restore the file from a backup, or let the next promotion write it again.',
  });
}
