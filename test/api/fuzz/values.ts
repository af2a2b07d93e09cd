// Values that a schema of the document describes, and values that nearly are.
import fc from 'fast-check';
import type { Schema } from '../docs/reading.ts';
import { hostile, hostileKey } from './hostile.ts';

/** What only the service under test knows: values by the name of their property, and a row of its model. */
export interface Known {
  readonly byName: Readonly<Record<string, readonly unknown[]>>;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface Context {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly known: Known;
}

const sub = (schema: Schema, key: string) => schema[key] as Schema | undefined;
const list = (schema: Schema, key: string) => schema[key] as readonly Schema[] | undefined;
const bound = (schema: Schema, key: string, otherwise: number) =>
  typeof schema[key] === 'number' ? schema[key] : otherwise;

/** Values of a schema, where it can be followed; `name` is that of the property it stands at. */
export function valuesOf(schema: Schema, context: Context, name = ''): fc.Arbitrary<unknown> {
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const target = $ref.split('/').at(-1) ?? '';
    if (target === 'Row' || target === 'BareRow') return rows(context);
    return valuesOf(context.schemas[target] ?? {}, context, name);
  }
  const known = context.known.byName[name];
  const plain = plainValues(schema, context, name);
  const shown = schema['examples'];
  const familiar = [
    ...(known ?? []),
    ...(Array.isArray(shown) && known === undefined ? (shown as unknown[]) : []),
  ];
  return familiar.length === 0
    ? plain
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...familiar) }, { weight: 1, arbitrary: plain });
}

const rows = ({ known }: Context) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(known.row) },
    fc.dictionary(
      fc.string({ maxLength: 8 }),
      fc.oneof(fc.double({ noNaN: true }), fc.string(), fc.constant(null)),
      {
        maxKeys: 3,
      },
    ),
  );

function plainValues(schema: Schema, context: Context, name: string): fc.Arbitrary<unknown> {
  const choices = list(schema, 'anyOf') ?? list(schema, 'oneOf');
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, context, name)));
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if ('const' in schema) return fc.constant(schema['const']);
  switch (schema['type']) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.integer({
        min: bound(schema, 'minimum', -1e9),
        max: Math.min(bound(schema, 'maximum', 1e9), 2e9),
      });
    case 'number':
      return numbersOf(schema);
    case 'string':
      return textsOf(schema);
    case 'array':
      return fc.array(valuesOf(sub(schema, 'items') ?? {}, context), {
        minLength: bound(schema, 'minItems', 0),
        maxLength: Math.min(bound(schema, 'maxItems', 4), 4),
      });
    case 'object':
      return objectsOf(schema, context);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function numbersOf(schema: Schema): fc.Arbitrary<number> {
  const [above, below] = [schema['exclusiveMinimum'], schema['exclusiveMaximum']];
  return fc.double({
    min: typeof above === 'number' ? above : bound(schema, 'minimum', -1e6),
    max: typeof below === 'number' ? below : bound(schema, 'maximum', 1e6),
    minExcluded: typeof above === 'number',
    maxExcluded: typeof below === 'number',
    noNaN: true,
  });
}

function textsOf(schema: Schema): fc.Arbitrary<string> {
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern']));
  const minLength = bound(schema, 'minLength', 0);
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(bound(schema, 'maxLength', 30), 30) });
}

function objectsOf(schema: Schema, context: Context): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema['required'] ?? []) as string[];
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, own]) => [name, valuesOf(own, context, name)]),
  );
  return fc.record(fields, { requiredKeys: required });
}

/** A value with one thing wrong with it: a hostile part, a hostile key, a part left out, or another value altogether. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.nat(3), hostileKey, hostile)
    .map(([value, place, way, key, poison]) => {
      if (typeof value !== 'object' || value === null || way === 3) return poison;
      // Over JSON text, since an assignment to "__proto__" would be lost.
      const entries = Object.entries(value);
      const at = entries.length === 0 ? -1 : place % entries.length;
      const changed =
        way === 0
          ? entries.map(([name, part], index): [string, unknown] => [name, index === at ? poison : part])
          : way === 1
            ? [...entries, [key, poison] as [string, unknown]]
            : entries.filter((_, index) => index !== at);
      return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed);
    });
}
