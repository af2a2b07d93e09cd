// A watch: one model under surveillance, and the schema of the watches file. Pure.
import { z } from 'zod';

const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,31}$/,
    'use 1-32 lower-case letters, digits, "-" or "_", starting with a letter or digit',
  );

const columnName = z.string().min(1).max(200);

/** Seeded rows whose feature distributions shift with the hour of the day: the demonstration. */
const syntheticSource = z.strictObject({
  kind: z.literal('synthetic'),
  seed: z.int().min(0).default(42),
  /** Rows that arrive per two minutes. */
  rowsPerCheck: z.int().min(1).max(5_000).default(50),
  /** Rows that exist already when the watch is first seen: what the first champion learns from. */
  history: z.int().min(300).max(100_000).default(2_500),
});

/** Rows of a file or of a growing folder of files. */
const fileSource = z.strictObject({
  kind: z.literal('file'),
  /** A file, a folder, or a pattern with * in the file name; CSV or NDJSON by ending. */
  path: z.string().min(1),
  time: columnName.nullable().default(null),
  id: columnName.nullable().default(null),
  label: columnName.nullable().default(null),
  /** A file or pattern with an id and a label column: labels that arrive later. */
  labels: z.string().min(1).nullable().default(null),
  /** Columns that are neither features nor any of the above. */
  drop: z.array(columnName).default([]),
});

/** What POST /predict and /predict saw, joined with the labels that came back. */
const observedSource = z.strictObject({ kind: z.literal('observed') });

const sourceSchema = z.discriminatedUnion('kind', [syntheticSource, fileSource, observedSource]);

const referenceSchema = z.strictObject({
  path: z.string().min(1),
  time: columnName.nullable().default(null),
  id: columnName.nullable().default(null),
  label: columnName.nullable().default(null),
  drop: z.array(columnName).default([]),
});

export const modes = ['full', 'seed'] as const;
export const policies = ['auto', 'approve', 'shadow'] as const;

/** One entry of the watches file. Settings left out fall back to the environment's. */
export const watchSchema = z.strictObject({
  name,
  timezone: z.string().min(1).optional(),
  window: z.int().min(30).max(100_000).default(500),
  policy: z.enum(policies).optional(),
  mode: z.enum(modes).optional(),
  threshold: z.number().gt(0).lte(1).optional(),
  falseAlarmsPerWeek: z.number().gt(0).max(100).optional(),
  source: sourceSchema,
  reference: referenceSchema.optional(),
  estimator: z.enum(['logistic', 'majority']).default('logistic'),
  /** Discord channel id; the bot's channel when left out. */
  channel: z
    .string()
    .regex(/^\d{5,25}$/, 'a Discord channel id is a number')
    .optional(),
});

export type SourceSettings = z.infer<typeof sourceSchema>;
export type SyntheticSettings = z.infer<typeof syntheticSource>;
export type FileSettings = z.infer<typeof fileSource>;
export type ReferenceSettings = z.infer<typeof referenceSchema>;
export type Mode = (typeof modes)[number];
export type Policy = (typeof policies)[number];

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
}
