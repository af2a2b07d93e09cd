// What each route takes: parameters of its path and query, and its body.
import * as z from 'zod';
import { keyPattern, workInput } from '../../core/ops/work.ts';
import type { Route } from '../route.ts';
import { forms, inputs, own } from './inputs.ts';
import { meantShape } from './parameters.ts';
import { begun } from './refusals.ts';

interface Asked {
  readonly path: z.ZodObject;
  readonly query: z.ZodObject;
  readonly header: z.ZodObject;
  /** null: the route takes none. */
  readonly body: z.ZodType | null;
  /** Without one there is nothing to do. */
  readonly bodyRequired: boolean;
}

const wait = workInput.shape.wait.unwrap().optional();
const key = z
  .string()
  .regex(keyPattern)
  .optional()
  .meta({ description: 'Under one key the work is begun once: sent again, its answer is told again.' });

/** Parameters that scripts put into the query of a POST as well. */
const handy = new Set(['watch', 'n_samples', 'seed', 'explain', 'force', 'dry_run']);

export function askedOf(route: Route): Asked {
  const inPath = namesIn(route.path);
  const shape = shapeOf(route);
  const rest = without(shape, inPath);
  const path = z.strictObject(only(shape, inPath));
  const header = z.strictObject(
    begun.has(route.operation) && route.method === 'POST' ? { 'Idempotency-Key': key } : {},
  );
  if (route.method === 'GET' || route.method === 'DELETE')
    return { path, header, query: z.strictObject(rest), body: null, bodyRequired: false };
  const named = Object.keys(rest).filter((name) => handy.has(name));
  const body = bodyOf(route, rest);
  return {
    path,
    header,
    query: z.strictObject({
      ...optional(only(rest, named)),
      ...(begun.has(route.operation) ? meantShape({ wait }) : {}),
    }),
    body,
    bodyRequired: body !== null && !body.safeParse({}).success,
  };
}

/** All a route understands; what is fixed is no parameter. */
function shapeOf({ operation, path, fixed = {}, own: names = [] }: Route): Record<string, z.ZodType> {
  if (operation === null) return meantShape(only(own, namesIn(path)));
  const input = inputs[operation];
  const shape = without({ ...input?.shape } as Record<string, z.ZodType>, Object.keys(fixed));
  return meantShape({ ...shape, ...only(own, names) });
}

function bodyOf({ operation }: Route, rest: Readonly<Record<string, z.ZodType>>): z.ZodType | null {
  if (operation === null) return null;
  const form = forms[operation];
  if (form !== undefined) return form;
  const input = inputs[operation];
  // With its rules across fields, such as that one of them is needed.
  return input === undefined || Object.keys(rest).length === 0
    ? null
    : input.clone({ ...input.def, shape: rest });
}

const namesIn = (path: string) =>
  path
    .split('/')
    .filter((part) => part.startsWith(':'))
    .map((part) => part.slice(1));

type Shape = Readonly<Record<string, z.ZodType>>;

const only = (shape: Shape, names: readonly string[]) =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => names.includes(name)));

const without = (shape: Shape, names: readonly string[]) =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name)));

const optional = (shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, schema.optional().meta(schema.meta() ?? {})]),
  );
