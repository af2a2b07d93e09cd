// Values that have broken services before: operators of MongoDB, ways to the prototype, lists where a text is meant, numbers at the
// edge, texts of every kind. Built from JSON text where an object literal would mean something else.
import fc from 'fast-check';

const parsed = (text: string): unknown => JSON.parse(text);

const objects = [
  ...[
    '{"$gt":""}',
    '{"$ne":null}',
    '{"$where":"sleep(1000)"}',
    '{"$regex":".*"}',
    '{"a.b":1,"$set":{"x":1}}',
  ],
  ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"toString":1,"hasOwnProperty":2}'],
  ...['[]', '{}', '[["a"]]', '[{"$gt":""}]', '[null]'],
].map(parsed);

const texts = [
  ...['', ' ', '.', '..', '../../etc/passwd', '$where', 'a.b', '__proto__', 'constructor', 'toString'],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    '🦆'.repeat(60),
    'e\u0301',
    'null',
    'true',
    'NaN',
    '-0',
    '1e309',
  ],
  ...['@everyone', "'; DROP TABLE x; --", '<script>x</script>', '%2e%2e%2f', '\r\nX: y', 'x'.repeat(600)],
];

const numbers = [
  ...[0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308, 5e-324],
  ...[Number.MAX_SAFE_INTEGER, 0.1 + 0.2],
];

const hostileText = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...objects, ...numbers, null, true, false),
  hostileText,
  fc.jsonValue({ maxDepth: 2 }),
);

export const hostileKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '$where', 'a.b', 'prototype', 'toString', ''),
  hostileText,
);
