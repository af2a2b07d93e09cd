// How the fake MLflow reads a request and refuses it, as validation.py of MLflow 3.17 does.
import { posix } from 'node:path';
import * as z from 'zod';

export type Stage = 'active' | 'deleted';

/** A refusal in MLflow's own JSON. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.status = code === 'RESOURCE_DOES_NOT_EXIST' ? 404 : 400;
  }
}

/** MLflow counts code points. */
export const long = (limit: number) =>
  z.string().refine((text) => [...text].length <= limit, `longer than ${limit}`);
/** \w of Python is a letter or digit of any script. */
export const key = long(250)
  .regex(/^[/\p{L}\p{N}_.\- :]+$/u, 'Names may only contain alphanumerics, underscores, dashes, ...')
  .refine((name) => posix.normalize(name) === name && !/^(\/|\.\.|\.$)|\/$/.test(name), 'path is not unique');
export const whole = z.number().int();
export const param = z.strictObject({ key, value: long(6000) });
export const tag = z.strictObject({ key, value: long(8000) });

export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refusal(
    'INVALID_PARAMETER_VALUE',
    `Invalid value for '${issue?.path.join('.')}': ${issue?.message}`,
  );
}

export function absent(what: string): Refusal {
  return new Refusal('RESOURCE_DOES_NOT_EXIST', `${what} not found`);
}

export function active(kind: string, id: string, stage: Stage): void {
  if (stage === 'active') return;
  throw new Refusal(
    'INVALID_PARAMETER_VALUE',
    `The ${kind} ${id} must be in the 'active' state. Current state is ${stage}.`,
  );
}

export const pairsOf = (map: ReadonlyMap<string, string>) =>
  [...map].map(([name, value]) => ({ key: name, value }));
/** Protobuf leaves empty lists out. */
export const listed = (name: string, list: readonly unknown[]) => (list.length === 0 ? {} : { [name]: list });
