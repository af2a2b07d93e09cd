// Rows somebody sends with what a model served elsewhere said of them: all are right, or none is taken. Pure.
import { AppError } from '../errors.ts';
import { createFaults, type FaultList } from '../frame/faults.ts';
import type { Schema } from '../frame/frame.ts';
import type { TimeReader } from '../frame/time.ts';
import { type Cell, cellOf, type Place, shownOf, textOf, timeFault } from './observed-cells.ts';

type Given = Readonly<Record<string, unknown>>;

interface Rules {
  /** null: there is no champion yet, so the rows say what the features are. */
  readonly schema: Schema | null;
  /** Names that are neither stored nor features. */
  readonly drop: readonly string[];
  readonly timeOf: TimeReader;
  readonly now: number;
  /** How old a row may be, in milliseconds. */
  readonly retention: number;
}

interface GivenRow {
  readonly id: string;
  readonly at: number;
  /** In the order of `names`. */
  readonly features: readonly Cell[];
  /** null = it said nothing. */
  readonly predicted: string | null;
  readonly score: number | null;
  /** null = none came with the row. */
  readonly label: string | null;
}

export interface GivenRows {
  readonly names: readonly string[];
  readonly rows: readonly GivenRow[];
}

const fields = new Set(['id', 'time', 'features', 'prediction', 'score', 'label']);
const otherField = `is not a field of a row: use ${[...fields].join(', ')}`;
const otherFeature = 'is not a feature of the model';
const longestName = 200;
const nameRule = `a feature has a name of 1 to ${longestName} characters`;

/**
 * Rows of {id, time?, features, prediction, score?, label?} with the names of their features. null is missing, and so
 * is a known feature that is left out.
 * @throws AppError `invalid_input` with the path of every fault (the first 20, then a count), like rows[3].features.age
 */
export function readRows(given: readonly Given[], rules: Rules): GivenRows {
  const faults = createFaults();
  const known = new Set(rules.schema?.features.map(nameOf));
  const sent = given.map((row, at) => featuresIn(row, { path: `rows[${at}].features`, faults }, rules.drop));
  const features = rules.schema?.features ?? namesIn(sent).map((name) => ({ name, kind: null }));
  if (features.length === 0)
    faults.add(() => ({ path: 'rows[0].features', message: 'names no feature: there is nothing to check' }));
  const rows = given.map((row, at): GivenRow => {
    const of = (field: string): Place => ({ path: `rows[${at}]${field}`, faults });
    refuseOthers(row, { known: fields, message: otherField }, of(''));
    if (rules.schema !== null)
      refuseOthers(sent[at] ?? {}, { known, message: otherFeature }, of('.features'));
    return {
      id: idOf(row['id'], of('.id')),
      at: timeIn(row['time'], rules, of('.time')),
      features: features.map((feature) =>
        cellOf(feature, ownValue(sent[at], feature.name), of(`.features.${feature.name}`)),
      ),
      predicted: predictionOf(row['prediction'], of('.prediction')),
      score: scoreOf(row['score'], of('.score')),
      label: labelOf(row['label'], rules.schema, of('.label')),
    };
  });
  refuse(faults, rules.schema);
  return { names: features.map(nameOf), rows };
}

const nameOf = ({ name }: { readonly name: string }) => name;

function refuse(faults: FaultList, schema: Schema | null): void {
  const [first] = faults.list();
  if (first === undefined) return;
  const alone = faults.count === 1;
  const known = schema?.features.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  throw new AppError(
    'invalid_input',
    alone ? `${first.path} ${first.message}` : `${faults.count} of the values given cannot be used`,
    {
      remedy: `Nothing was stored. ${known === undefined ? 'Correct what is named.' : `The features are ${known}.`}`,
      faults: faults.list(),
    },
  );
}

function featuresIn({ features }: Given, { path, faults }: Place, drop: readonly string[]): Given {
  if (typeof features !== 'object' || features === null || Array.isArray(features)) {
    faults.add(() => ({ path, message: 'is not an object of features and values' }));
    return {};
  }
  const kept = Object.entries(features).filter(([name]) => !drop.includes(name));
  const misnamed = kept.find(([name]) => name === '' || name.length > longestName);
  if (misnamed !== undefined)
    faults.add(() => ({ path: `${path}.${misnamed[0].slice(0, 40)}`, message: nameRule }));
  return Object.fromEntries(kept);
}

function ownValue(given: Given | undefined, name: string): unknown {
  return given !== undefined && Object.hasOwn(given, name) ? given[name] : null;
}

/** In the order in which they first appear. */
function namesIn(sent: readonly Given[]): string[] {
  return [...new Set(sent.flatMap((features) => Object.keys(features)))];
}

function refuseOthers(
  given: Given,
  { known, message }: { known: ReadonlySet<string>; message: string },
  { path, faults }: Place,
): void {
  for (const name of Object.keys(given))
    if (!known.has(name)) faults.add(() => ({ path: `${path}.${name.slice(0, longestName)}`, message }));
}

function idOf(value: unknown, { path, faults }: Place): string {
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  if (Number.isSafeInteger(value)) return String(value);
  faults.add(() => ({ path, message: 'is needed: a text of 1 to 200 characters, or a whole number' }));
  return '';
}

/** Now, where a row has no time of its own. */
function timeIn(value: unknown, { timeOf, now, retention }: Rules, { path, faults }: Place): number {
  if (value === undefined || value === null) return now;
  const at = typeof value === 'string' || typeof value === 'number' ? timeOf(String(value)) : Number.NaN;
  const message = timeFault(at - now, retention);
  if (message === null) return at;
  faults.add(() => ({ path, message }));
  return now;
}

function predictionOf(value: unknown, place: Place): string | null {
  if (value !== undefined) return textOf(value, place);
  const message = 'is needed: what the model said of the row, or null where it said nothing';
  place.faults.add(() => ({ path: place.path, message }));
  return null;
}

function scoreOf(value: unknown, { path, faults }: Place): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  const shown = typeof value === 'number' ? String(value) : shownOf(value);
  faults.add(() => ({ path, message: `${shown} is not a number from 0 to 1` }));
  return null;
}

function labelOf(value: unknown, schema: Schema | null, place: Place): string | null {
  const label = value === undefined ? null : textOf(value, place);
  if (label === null || schema === null || schema.classes.includes(label)) return label;
  const message = `is none of ${schema.classes.join(', ')}`;
  place.faults.add(() => ({ path: place.path, message }));
  return null;
}
