// The small schemas that the larger ones are made of: every number says what it counts and how far it goes.
import * as z from 'zod';

export const number = (description: string) => z.number().meta({ description });
export const text = (description: string) => z.string().meta({ description });
export const flag = (description: string) => z.boolean().meta({ description });

/** Whole and not below 0. */
export const count = (description: string) => z.int().min(0).meta({ description });

/** In [0, 1]. */
export const share = (description: string) => z.number().min(0).max(1).meta({ description });

export const time = (description: string) =>
  z.number().meta({ description: `${description} Milliseconds since 1970 (UTC).` });

export const watchName = text('Name of the watch.');

/** A value that may be null, and what it means when it is; the description stands beside both. */
export const orNull = <S extends z.ZodType>(schema: S, meaning: string) =>
  z.nullable(schema).meta({ description: `${schema.meta()?.description ?? ''} null: ${meaning}`.trim() });

export const versionNumber = (description: string) => z.int().min(1).meta({ description });
export const zone = text('IANA name of the time zone of the watch.');
