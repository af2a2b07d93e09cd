// The forms a request may take, brought to the one input its operation knows. Pure.
import type { ParsedUrlQuery } from 'node:querystring';
import { AppError } from '../core/errors.ts';

type Input = Readonly<Record<string, unknown>>;

/** What query parameters mean that are not text; everything else is. */
const numbers = new Set(['number', 'n_samples', 'seed', 'strength', 'version', 'incident', 'wait']);
const switches = new Set(['force', 'dry_run', 'explain', 'all']);

/**
 * Any parameter may stand in the query or in the body.
 * @throws AppError `invalid_input` when one is given twice and not alike
 */
export function withQuery(body: Input, query: ParsedUrlQuery): Input {
  const given = Object.entries(query);
  if (given.length === 0) return body;
  const input: Record<string, unknown> = { ...body };
  for (const [name, text] of given) {
    const value = typeof text === 'string' ? queryValue(name, text) : undefined;
    if (value === undefined || (Object.hasOwn(input, name) && input[name] !== value)) {
      const fault = { path: name, message: 'given twice' };
      throw new AppError('invalid_input', `${name}: given twice`, { faults: [fault] });
    }
    input[name] = value;
  }
  return input;
}

/** The parameters of a path; they win over a body, which may not say what the path is about. */
export function withPath(body: Input, parameters: Readonly<Record<string, string>>): Input {
  const given = Object.entries(parameters).map(([name, text]) => [name, queryValue(name, text)]);
  return { ...body, ...Object.fromEntries(given) };
}

/** Text that is not what its name asks for stays text: the operation's schema names the fault. */
function queryValue(name: string, text: string): string | number | boolean {
  if (numbers.has(name) && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (switches.has(name) && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/**
 * `{rows: [{feature: value}]}`, `{features: {feature: value}}` or the bare row `{feature: value}`, each with or without
 * `watch`. A feature that is called rows, features or watch needs the first form.
 */
export function predictInput(input: Input): Input {
  if (Object.hasOwn(input, 'rows')) return input;
  const { features, ...beside } = input;
  if (typeof features === 'object' && features !== null) return { ...beside, rows: [features] };
  const { watch, ...row } = input;
  if (Object.keys(row).length === 0) return input;
  return watch === undefined ? { rows: [row] } : { watch, rows: [row] };
}

/** `{labels: [{id, label}]}` or `{id, label}`, each with or without `watch`. */
export function labelInput(input: Input): Input {
  if (!Object.hasOwn(input, 'id')) return input;
  const { id, label, ...beside } = input;
  return { ...beside, labels: [{ id, label }] };
}

/** `{rows: [row]}` or one row `{id, ...}`, each with or without `watch`. */
export function observationInput(input: Input): Input {
  if (!Object.hasOwn(input, 'id')) return input;
  const { watch, ...row } = input;
  return watch === undefined ? { rows: [row] } : { watch, rows: [row] };
}
