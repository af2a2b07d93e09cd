// Requests made of the document that is served: right ones, nearly right ones, and ones with hostile parts.
import fc from 'fast-check';
import type { Document, Op } from '../docs/reading.ts';
import { hostile, hostileKey } from './hostile.ts';
import { type Context, type Known, nearly, valuesOf } from './values.ts';

export interface Asked {
  readonly op: Op;
  /** As it stands on the request line. */
  readonly target: string;
  /** undefined: none is sent. */
  readonly body: string | undefined;
  /** Name of the token; null: none is sent. */
  readonly token: string | null;
  /** Every part of it is what the document says. */
  readonly right: boolean;
}

type Pairs = readonly (readonly [string, unknown])[];

/** A text that a query or a path can carry: also lone halves of a character pair become something. */
const written = (value: unknown) =>
  encodeURIComponent(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? '')).toString());

export function requestsOf(
  document: Document,
  ops: readonly Op[],
  options: { readonly tokens: readonly (string | null)[]; readonly known: Known },
): fc.Arbitrary<Asked> {
  const context: Context = { schemas: document.components.schemas, known: options.known };
  return fc.oneof(...ops.map((op) => requestOf(op, context, options.tokens)));
}

function requestOf(op: Op, context: Context, tokens: readonly (string | null)[]): fc.Arbitrary<Asked> {
  const { parameters = [], requestBody } = op.operation;
  const of = (place: string) => parameters.filter((each) => each.in === place);
  const parts = (place: string, wild: boolean) =>
    fc.record(
      Object.fromEntries(
        of(place).map(({ name, schema }) => {
          const right = valuesOf(schema, context, name);
          return [name, wild ? fc.oneof(right, hostile) : right];
        }),
      ),
      { requiredKeys: of(place).flatMap(({ name, required }) => (required === true ? [name] : [])) },
    );
  const schema = requestBody?.content['application/json']?.schema;
  const right = schema === undefined ? fc.constant(undefined) : valuesOf(schema, context);
  const bodies = requestBody?.required === false ? fc.option(right, { nil: undefined }) : right;
  const wildBodies =
    schema === undefined ? fc.option(hostile, { nil: undefined }) : fc.oneof(nearly(right), right);
  const extra = fc.option(fc.tuple(hostileKey, hostile), { nil: undefined, freq: 3 });
  const token = fc.constantFrom(...tokens);
  const asked =
    (isRight: boolean) =>
    (drawn: {
      readonly path: Readonly<Record<string, unknown>>;
      readonly query: Readonly<Record<string, unknown>>;
      readonly body: unknown;
      readonly token: string | null;
      readonly extra?: readonly [string, unknown] | undefined;
    }): Asked => ({
      op,
      target: targetOf(op, drawn.path, [
        ...Object.entries(drawn.query),
        ...(drawn.extra ? [drawn.extra] : []),
      ]),
      body: drawn.body === undefined ? undefined : JSON.stringify(drawn.body),
      token: drawn.token,
      right: isRight,
    });
  return fc.oneof(
    fc
      .record({ path: parts('path', false), query: parts('query', false), body: bodies, token })
      .map(asked(true)),
    fc
      .record({ path: parts('path', true), query: parts('query', true), body: wildBodies, token, extra })
      .map(asked(false)),
  );
}

function targetOf({ path }: Op, inPath: Readonly<Record<string, unknown>>, inQuery: Pairs): string {
  // Of an empty part it would be another path.
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => written(inPath[name]) || '-');
  const query = inQuery.map(([name, value]) => `${written(name)}=${written(value)}`).join('&');
  return query === '' ? filled : `${filled}?${query}`;
}
