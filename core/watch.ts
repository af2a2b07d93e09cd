// A watch: one model under surveillance, and the schema of the watches file. Pure.
import * as z from 'zod';
import { closed } from './closed.ts';
import type { ForeignModel } from './foreign.ts';

/** Whether the name is an IANA time zone this machine knows. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const whole = (from: number, to: number) => {
  const rule = `use a whole number from ${from} to ${to}`;
  return z.int(rule).min(from, rule).max(to, rule);
};

const share = (to: number) => {
  const rule = `use a number over 0 and at most ${to}`;
  return z.number(rule).gt(0, rule).lte(to, rule);
};

const hour = 3_600_000;
const durationRule = 'use a number of days or hours up to ten years, like "30d" or "12h"';

/** "30d" or "12h" -> milliseconds. */
const duration = z
  .string(durationRule)
  .regex(/^[1-9]\d{0,4}[dh]$/, durationRule)
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('d') ? 24 * hour : hour))
  .refine((ms) => ms <= 3_650 * 24 * hour, durationRule);

const never = z.literal('never').transform(() => null);

const none = z.literal('none').transform(() => null);

const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, `use ${names.map((name) => `"${name}"`).join(' or ')}`);

const nameRule = 'use 1-32 lower-case letters, digits, "-" or "_", starting with a letter or digit';
const zoneRule = 'use an IANA time zone such as Europe/Paris';
const pathRule = 'name a file: a text that is not empty';
const columnRule = 'name a column: a text of 1 to 200 characters';
const everyRule = 'use a whole number of labelled rows from 200 on, or "never"';
const channelRule = 'use a Discord channel id: a text of 5 to 25 digits, in quotes';

const name = z.string(nameRule).regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, nameRule);
const path = z.string(pathRule).min(1, pathRule);
const columnName = z.string(columnRule).min(1, columnRule).max(200, columnRule);
const column = columnName.nullable().default(null);
const columns = z.array(columnName, 'write a list of column names').default([]);

/** Seeded rows whose feature distributions shift with the hour of the day: the demonstration. */
const syntheticSource = closed({
  kind: z.literal('synthetic'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(42),
  /** Rows that arrive per two minutes. */
  rowsPerCheck: whole(1, 5_000).default(50),
  /** Rows that exist already when the watch is first seen: what the first champion learns from. */
  history: whole(300, 100_000).default(2_500),
});

/** Rows of a file or of a growing folder of files. */
const fileSource = closed({
  kind: z.literal('file'),
  /** A file, a folder, or a pattern with * in the file name; CSV or NDJSON by ending. */
  path,
  time: column,
  id: column,
  label: column,
  /** A file or pattern with an id and a label column: labels that arrive later. */
  labels: path.nullable().default(null),
  /** What a model served elsewhere said of the row: never a feature. */
  prediction: columnName.nullable().optional(),
  score: columnName.nullable().optional(),
  /** Columns that are neither features nor any of the above. */
  drop: columns,
});

/**
 * What POST /predict and /predict saw, or (champion "external") what POST /observations brought, joined with the labels
 * that came back.
 */
const observedSource = closed({
  kind: z.literal('observed'),
  /** Names a row may carry that are neither stored nor features. */
  drop: columns,
});

const sourceSchema = z.discriminatedUnion('kind', [syntheticSource, fileSource, observedSource], {
  error: 'write {"kind": "synthetic"}, {"kind": "file", "path": ...} or {"kind": "observed"}',
});

const referenceSchema = closed({
  path,
  time: column,
  id: column,
  label: column,
  prediction: columnName.nullable().optional(),
  score: columnName.nullable().optional(),
  drop: columns,
});

const championRule = 'use "trained", "external" or "mlflow"';
const modelRule = 'name a registered model and its alias: "models:/NAME@ALIAS"';
const commandRule =
  'write the program and its arguments as a list of texts, with "{data}" and "{output}" among them';
const variableRule = 'name environment variables: letters, digits and "_"';
const classRule = 'name a class: a text, a number or true/false';

const retentionSchema = closed({
  /** How long a row is kept, by its own time; a reference window made of it outlives it. */
  observations: duration.prefault('30d'),
  labels: duration.prefault('90d'),
});

const registeredModel = z
  .string(modelRule)
  .regex(/^models:\/[^/:@%"']{1,255}@[\w-]{1,255}$/, modelRule)
  .transform((text) => {
    const [name = '', alias = ''] = text.slice('models:/'.length).split('@');
    return { name, alias };
  });

const trainCommand = z
  .array(z.string(commandRule).min(1, commandRule), commandRule)
  .refine(
    (argv) => ['{data}', '{output}'].every((file) => argv.slice(1).some((word) => word.includes(file))),
    commandRule,
  );

export const modes = ['full', 'seed'] as const;
export const policies = ['auto', 'approve', 'shadow', 'manual'] as const;

/** One entry of the watches file. Settings left out fall back to the environment's. */
export const watchSchema = closed({
  name,
  timezone: z.string(zoneRule).refine(isTimezone, zoneRule).optional(),
  window: whole(30, 100_000).default(500),
  policy: oneOf(policies).optional(),
  mode: oneOf(modes).optional(),
  threshold: share(1).optional(),
  falseAlarmsPerWeek: share(100).optional(),
  source: sourceSchema,
  reference: referenceSchema.optional(),
  estimator: oneOf(['logistic', 'majority']).default('logistic'),
  /** Discord channel id; the bot's channel when left out. */
  channel: z
    .string(channelRule)
    .regex(/^\d{5,25}$/, channelRule)
    .optional(),
  /**
   * external: served elsewhere; what it said comes with the rows. It is checked in full, never served or retrained.
   * mlflow: an ONNX model that somebody else registered in MLflow; it is served here and retrained there.
   */
  champion: z.enum(['trained', 'external', 'mlflow'], championRule).default('trained'),
  /** Of champion "mlflow": the registered model and its alias; the alias champion of the watch's name when left out. */
  model: registeredModel.optional(),
  /** Its classes in the order of its probabilities, where neither its labels nor the rows tell them. */
  classes: z
    .array(
      z
        .union([z.string().min(1, classRule).max(200, classRule), z.number(), z.boolean()], classRule)
        .transform(String),
    )
    .min(2, 'name two classes or more')
    .optional(),
  /** Trains its challengers: "{data}" is a CSV file with the label in the column "label", "{output}" the ONNX file to write. */
  trainCommand: trainCommand.optional(),
  /** Minutes the command may take: 60 when left out. */
  trainTimeout: whole(1, 1_440).optional(),
  /** Names of environment variables it gets beside PATH, HOME and LANG. */
  trainEnvironment: z
    .array(z.string(variableRule).regex(/^[A-Za-z_]\w*$/, variableRule), variableRule)
    .optional(),
  /** The class an external champion's score is the probability of; without it the last one in sorted order. */
  positive: z
    .union([z.string().min(1, classRule).max(200, classRule), z.number(), z.boolean()], classRule)
    .transform(String)
    .optional(),
  /** New labelled rows after which a challenger is trained though nothing is wrong: slow drift is proven late or never. */
  retrainEvery: z.union([never, z.null(), z.int(everyRule).min(200, everyRule)], everyRule).prefault(2_000),
  retention: retentionSchema.prefault({}),
  /**
   * How long labels take until they are fair: before, they count only where four of five rows have theirs. Fraud is found
   * at once, honest customers later.
   */
  labelMaturity: duration.optional(),
  /** The longest season of the data: the reference has to hold two of it before features may prove drift. */
  cycle: z.union([none, duration], `${durationRule}; or "none" where nothing repeats`).prefault('1d'),
  /**
   * How much of what /predict saw an observed watch keeps: all, or one row in ten by a hash of its id. A watch with
   * rows of its own (synthetic, file) keeps none of it, whatever stands here.
   */
  store: oneOf(['all', 'sampled', 'none']).default('all'),
});

export type WatchEntry = z.infer<typeof watchSchema>;
type SourceSettings = z.infer<typeof sourceSchema>;
export type SyntheticSettings = z.infer<typeof syntheticSource>;
export type FileSettings = z.infer<typeof fileSource>;
export type ReferenceSettings = z.infer<typeof referenceSchema>;
type Mode = (typeof modes)[number];
type Policy = (typeof policies)[number];

export const isPolicy = (text: string): text is Policy => policies.some((policy) => policy === text);

/** A watch with every setting decided (watches file, then environment, then default). */
export interface Watch {
  readonly name: string;
  readonly timezone: string;
  /** Rows of the current window. */
  readonly window: number;
  readonly policy: Policy;
  readonly mode: Mode;
  /** Drift threshold in (0, 1]. */
  readonly threshold: number;
  readonly falseAlarmsPerWeek: number;
  /** Minutes between two checks. */
  readonly cadenceMinutes: number;
  readonly source: SourceSettings;
  readonly reference: ReferenceSettings | null;
  readonly estimator: string;
  readonly channel: string | null;
  readonly champion: WatchEntry['champion'];
  readonly positive: string | null;
  /** Only of champion mlflow: where its model is, and how challengers of it are trained. */
  readonly foreign?: ForeignModel;
  /** Milliseconds. */
  readonly retention: WatchEntry['retention'];
  readonly store: WatchEntry['store'];
  /** New labelled rows after which a challenger is trained; null = only when something asks for one. */
  readonly retrainEvery: number | null;
  /** Milliseconds; 0 = a label is fair when it comes. */
  readonly labelMaturity: number;
  /** Milliseconds; null = nothing repeats. */
  readonly cycle: number | null;
}
