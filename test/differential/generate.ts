// Seeded operations on one collection of small documents: few ids and few values, so that they meet often. Pure.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Doc, Operation, Sort, Stored, Value, Write } from './operation.ts';

/** What a server may lack: left out of what it is asked when it does. */
export type Feature =
  | '$pull by a query'
  | '$elemMatch'
  | '$setOnInsert of null and lists'
  | '$push with $slice'
  | 'failing updates in a list'
  | '$inc by nothing'
  | 'sums of a group';

interface Dice {
  /** An integer from 0 up to, not including, `below`. */
  number(below: number): number;
  one<T>(list: readonly T[]): T;
  /** True in `percent` of the cases. */
  often(percent: number): boolean;
}

function diceOf(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const number = (below: number) => Math.floor(uniformFloat64(generator) * below);
  return {
    number,
    one: (list) => list[number(list.length)] as (typeof list)[number],
    often: (percent) => number(100) < percent,
  };
}

const words = ['', 'a', 'ab', 'b', 'é', 'Z'];
const days = [0, 86_400_000, 1_767_225_600_000].map((at) => new Date(at));

/** `u` has a unique index; `c` is a number or nothing; `m` is anything that is no list. */
export function operations(
  seed: number,
  count: number,
  lacks: ReadonlySet<Feature> = new Set(),
): Operation[] {
  const dice = diceOf(seed);
  const has = (feature: Feature) => !lacks.has(feature);
  const id = () => dice.number(25);
  const mixed = (): Value => {
    return dice.one<Value>([dice.number(6), dice.one(words), dice.often(50), null, dice.one(days)]);
  };
  const maybe = (field: string, percent: number, value: () => Value): Doc =>
    dice.often(percent) ? { [field]: value() } : {};
  const item = (): Doc => ({ k: dice.number(4), w: dice.one(words) });
  const list = <T>(longest: number, of: () => T): T[] => Array.from({ length: dice.number(longest + 1) }, of);

  const body = (): Doc => ({
    u: dice.number(60),
    ...maybe('c', 70, () => dice.number(10)),
    ...maybe('f', 40, () => dice.number(5) + 0.5),
    ...maybe('s', 70, () => dice.one(words)),
    ...maybe('m', 80, mixed),
    ...maybe('d', 50, () => dice.one(days)),
    ...maybe('n', 60, () => ({ x: dice.number(5), y: dice.one(words) })),
    ...maybe('t', 60, () => list(4, () => dice.number(5))),
    ...maybe('l', 50, () => list(3, item)),
  });
  const document = (): Stored => ({ _id: id(), ...body() });

  const range = (value: () => Value): Doc => ({ [dice.one(['$gt', '$gte', '$lt', '$lte'])]: value() });
  const conditions: (() => Doc)[] = [
    () => ({ c: dice.number(10) }),
    () => ({ c: range(() => dice.number(10)) }),
    () => ({ c: { $gte: dice.number(5), $lt: 5 + dice.number(5) } }),
    () => ({ f: range(() => dice.number(5)) }),
    () => ({ s: dice.one([...words, null]) }),
    () => ({ s: { $in: [dice.one(words), dice.one(words), null] } }),
    () => ({ s: { $nin: [dice.one(words), dice.one(words)] } }),
    () => ({ s: { $ne: dice.one([...words, null]) } }),
    () => ({ s: { $regex: dice.one(['^a', 'b$', 'z']), $options: dice.one(['', 'i']) } }),
    () => ({ m: mixed() }),
    () => ({ m: range(() => mixed() ?? 1) }),
    () => ({ m: { $not: { $gt: dice.number(6) } } }),
    () => ({ d: range(() => dice.one(days)) }),
    () => ({ [dice.one(['s', 'm', 't', 'n.x', 'f'])]: { $exists: dice.often(50) } }),
    () => ({ 'n.x': dice.number(5) }),
    () => ({ 'n.y': { $gte: dice.one(words) } }),
    () => ({ t: dice.number(5) }),
    () => ({ t: range(() => dice.number(5)) }),
    () => ({ t: { $size: dice.number(4) } }),
    () => ({ t: { $all: [dice.number(5), dice.number(5)] } }),
    () => ({ 'l.k': dice.number(4) }),
    () => ({ 'l.k': range(() => dice.number(4)) }),
    ...(has('$elemMatch')
      ? [
          () => ({ l: { $elemMatch: item() } }),
          () => ({ t: { $elemMatch: { $gte: dice.number(5), $lt: dice.number(5) } } }),
        ]
      : []),
    () => ({ _id: { $in: [id(), id(), id()] } }),
    () => ({ _id: range(id) }),
  ];
  const condition = () => dice.one(conditions)();
  const filter = (): Doc => {
    const shape = dice.number(10);
    if (shape === 0) return {};
    if (shape === 1) return { $or: [condition(), condition()] };
    if (shape === 2) return { $and: [condition(), condition()] };
    if (shape === 3) return { $nor: [condition(), condition()] };
    return condition();
  };
  /** Of one document at most. */
  const single = (): Doc => ({ _id: id(), ...(dice.often(30) ? { s: dice.one(words) } : {}) });

  /** None of these can fail on any document of this collection. */
  const safe: (() => Doc)[] = [
    () => ({ $set: { s: dice.one(words) } }),
    () => ({ $set: { m: mixed(), 'n.x': dice.number(5) } }),
    () => ({ $unset: { [dice.one(['s', 'm', 'f', 'n.y'])]: '' } }),
    () => ({ $inc: { c: dice.number(5) - (has('$inc by nothing') ? 2 : 5) } }),
    () => ({ $min: { c: dice.number(10) }, $max: { f: dice.number(5) + 0.5 } }),
    () => ({ $push: { t: dice.number(5) } }),
    () => ({ $push: { l: item() } }),
    () => ({ $addToSet: { t: dice.number(5) } }),
    () => ({ $pull: { t: dice.number(5) } }),
    () => ({ $pull: { l: item() } }),
    ...(has('$pull by a query')
      ? [
          () => ({ $pull: { l: { k: { $in: [dice.number(4), dice.number(4)] } } } }),
          () => ({ $pull: { t: { $gte: dice.number(5) } } }),
        ]
      : []),
    ...(has('$push with $slice')
      ? [() => ({ $push: { t: { $each: list(3, () => dice.number(5)), $slice: -3 } } })]
      : []),
    () => ({ $set: { f: dice.number(5) + 0.5 }, $setOnInsert: { c: dice.number(5), 'n.y': 'new' } }),
    ...(has('$setOnInsert of null and lists')
      ? [() => ({ $inc: { c: 1 }, $setOnInsert: { m: null, t: [1, 2], l: [] } })]
      : []),
  ];
  /** These fail on some documents, or on all. */
  const risky: (() => Doc)[] = [
    () => ({ $set: { u: dice.number(60) } }),
    () => ({ $inc: { m: 1 } }),
    () => ({ $push: { s: 1 } }),
    () => ({ $addToSet: { m: 1 } }),
    () => ({ $pull: { s: 1 } }),
    () => ({ $set: { 'm.x': 1 } }),
    () => ({ $set: { c: 1 }, $inc: { c: 1 } }),
    () => ({ $nonsense: { c: 1 } }),
    () => ({ $set: { _id: 999 } }),
  ];
  const update = (mayFail = true) => dice.one(mayFail && dice.often(15) ? risky : safe)();

  const sort = (): Sort => {
    const fields = ['c', 's', 'm', 'd', 'n.x', 'f', 't'];
    const first = dice.often(80) ? [[dice.one(fields), dice.one([1, -1] as const)] as const] : [];
    return [...first, ['_id', dice.one([1, -1] as const)]];
  };
  const projection = (): Doc =>
    dice.one<() => Doc>([
      () => ({}),
      () => ({ s: 1, c: 1 }),
      () => ({ 'n.x': 1, t: 1, _id: 0 }),
      () => ({ l: 0, t: 0 }),
      () => ({ _id: 0, 'n.y': 0 }),
    ])();

  const write = (mayFail = true): Write =>
    dice.one<() => Write>([
      () => ({ kind: 'insertOne', document: document() }),
      () => ({
        kind: 'updateOne',
        // An upsert that matches all but one condition of a document fails on its id.
        filter: mayFail ? single() : { _id: id() },
        update: update(mayFail),
        upsert: dice.often(30),
      }),
      () => ({ kind: 'replaceOne', filter: { _id: id() }, replacement: body(), upsert: dice.often(30) }),
      () => ({ kind: 'deleteOne', filter: single() }),
    ])();
  const listed = () => write(has('failing updates in a list'));
  const query = (): Operation => {
    const sorted = dice.often(70);
    const skip = sorted ? dice.number(4) : 0;
    const limit = sorted ? dice.number(6) : 0;
    return {
      kind: 'find',
      filter: filter(),
      sort: sorted ? sort() : null,
      skip,
      limit,
      projection: projection(),
    };
  };
  const kinds: readonly (readonly [weight: number, () => Operation])[] = [
    [30, () => write()],
    [
      6,
      () => ({
        kind: 'insertMany',
        documents: list(5, document).concat(document()),
        ordered: dice.often(50),
      }),
    ],
    [5, () => ({ kind: 'updateMany', filter: filter(), update: dice.one(safe)() })],
    [2, () => ({ kind: 'deleteMany', filter: { $and: [condition(), condition()] } })],
    [
      10,
      () => {
        const upsert = dice.often(30);
        const chosen = upsert ? single() : filter();
        return {
          kind: 'findOneAndUpdate',
          filter: chosen,
          update: update(),
          sort: sort(),
          upsert,
          after: dice.often(50),
        };
      },
    ],
    [3, () => ({ kind: 'findOneAndDelete', filter: filter(), sort: sort() })],
    [24, query],
    [4, () => ({ kind: 'count', filter: filter() })],
    [5, () => ({ kind: 'distinct', field: dice.one(['s', 'm', 't', 'n.x', 'c']), filter: filter() })],
    [
      4,
      () => ({
        kind: 'group',
        filter: filter(),
        by: dice.one(['s', 'n.x', 'd']),
        sums: has('sums of a group'),
      }),
    ],
    [2, () => ({ kind: 'countStage', filter: filter() })],
    [5, () => ({ kind: 'bulkWrite', writes: list(5, listed).concat(listed()) })],
  ];
  const lots = kinds.flatMap(([weight, make]) => Array<() => Operation>(weight).fill(make));
  return Array.from({ length: count }, () => dice.one(lots)());
}
