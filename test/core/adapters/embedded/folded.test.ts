import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  deserialize,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { describe, expect, it } from 'vitest';
import { decoding } from '../../../../core/adapters/embedded/documents.ts';
import { fieldsOf, folded } from '../../../../core/adapters/embedded/folded.ts';

/** Every type of BSON that can be stored. */
const every = {
  double: new Double(1.5),
  text: 'Grüße',
  document: { a: { b: 1 } },
  list: [1, 'two', { three: 3 }],
  binary: new Binary(Uint8Array.of(1, 2, 3), 5),
  old: new Binary(Uint8Array.of(1, 2), 2),
  id: new ObjectId('65f0c0ffee65f0c0ffee65f0'),
  yes: true,
  date: new Date(0),
  nothing: null,
  pattern: new BSONRegExp('^a\\d+', 'im'),
  code: new Code('f()'),
  scoped: new Code('f()', { x: 1 }),
  symbol: new BSONSymbol('s'),
  int: new Int32(7),
  stamp: new Timestamp({ t: 1, i: 2 }),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('0.1'),
  least: new MinKey(),
  greatest: new MaxKey(),
  ref: new DBRef('other', new ObjectId('65f0c0ffee65f0c0ffee65f0')),
  '': 'a field without a name',
};
const large = { cells: Array.from({ length: 200 }, (_, at) => ({ at, half: at / 2 })) };

/** As the engine holds a document that has come. */
const held = (doc: object) => {
  const bson = serialize(doc);
  return { bson, doc: folded(deserialize(bson, decoding), bson) };
};

const isFolded = (doc: object, field: string) =>
  Object.getOwnPropertyDescriptor(doc, field)?.get !== undefined;

describe('the fields of a document', () => {
  it('are found behind values of every type', () => {
    const bson = serialize({ ...every, last: 1 });
    expect(fieldsOf(bson).map(({ name }) => name)).toEqual([...Object.keys(every), 'last']);
    const { end } = fieldsOf(bson).at(-1) ?? { end: 0 };
    expect(end).toBe(bson.length - 1);
  });
});

describe('a folded document', () => {
  it('is to every reader the document that came', () => {
    const { bson, doc } = held({ ...every, report: large, behind: 1 });
    expect(Object.keys(doc)).toEqual([...Object.keys(every), 'report', 'behind']);
    const decoded = deserialize(bson, decoding);
    expect(isFolded(doc, 'report')).toBe(true);
    expect(Buffer.from(serialize(doc)).equals(serialize(decoded))).toBe(true);
    expect({ ...doc }).toEqual(decoded);
  });

  it('decodes its large documents when they are read, the small ones and the rest at once', () => {
    const { doc } = held({ report: large, few: { a: 1 }, list: large.cells, text: 'x'.repeat(2_000) });
    expect(Object.keys(doc).filter((field) => isFolded(doc, field))).toEqual(['report']);
    expect(doc['report']).toEqual(large);
    expect(doc['report']).not.toBe(doc['report']);
  });

  it('is itself where nothing in it is large', () => {
    const bson = serialize({ a: { b: 1 } });
    const doc = deserialize(bson, decoding);
    expect(folded(doc, bson)).toBe(doc);
  });

  it('keeps a field that is called like the prototype one of its own', () => {
    const { doc } = held({ ['__proto__']: large, a: 1 });
    expect(Object.keys(doc)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(doc)).toBe(Object.prototype);
    expect(isFolded(doc, '__proto__')).toBe(true);
  });

  it('has of a name that comes twice the last value, as BSON decodes it', () => {
    const [first, second] = [serialize({ a: large }), serialize({ a: { b: 2 } })];
    const inner = Buffer.concat([first.subarray(4, -1), second.subarray(4)]);
    const bson = Buffer.concat([Buffer.alloc(4), inner]);
    bson.writeInt32LE(bson.length, 0);
    const doc = folded(deserialize(bson, decoding), bson);
    expect(doc).toEqual({ a: { b: 2 } });
  });

  it('keeps nothing of the message it came in', () => {
    const bson = serialize({ report: large });
    const doc = folded(deserialize(bson, decoding), bson);
    bson.fill(0);
    expect(doc['report']).toEqual(large);
  });
});
