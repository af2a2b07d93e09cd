// Aggregation pipelines: the stages at the front that find, sort and cut are done by the engine, the rest by mingo. Pure.

import { BSONRegExp } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context } from 'mingo/core';
import { type Iterator, Lazy } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { copyOf, countOf, type Doc, docOf, docsOf, isDoc } from './documents.ts';
import { context, expressionMatcher } from './expressions.ts';
import { asBadValue, CommandError, notImplemented } from './faults.ts';
import { compileFilter } from './match.ts';
import { regexOf } from './predicates.ts';
import { atOnce, passing, type Sliced } from './slices.ts';
import { sortDocs } from './sort.ts';
import { equal } from './values.ts';

export interface Source {
  /** The documents a filter finds in the collection the pipeline reads. */
  find(filter: Doc): Sliced<readonly Doc[]>;
  /** All documents of another collection of the same database. */
  other(name: string): readonly Doc[];
}

/** Runs a pipeline, with pauses while the engine's own stages work. Errors: 40324 for an unknown stage, 40573 for $changeStream, NotImplemented for $out, $merge and the like. */
export function* aggregate(pipeline: readonly Doc[], source: Source): Sliced<readonly Doc[]> {
  checkStages(pipeline);
  const [first, ...others] = pipeline;
  const leads = first !== undefined && Object.hasOwn(first, '$match');
  const found = yield* source.find(leads ? docOf(first['$match'], '$match') : {});
  const { docs, rest } = yield* simpleStages(found, leads ? others : [...pipeline]);
  if (rest.length === 0) return docs;
  if (rest.length === 1 && equal(rest[0], countStage))
    return docs.length === 0 ? [] : [{ _id: 1, n: docs.length }];
  const input = rest.every((stage) => readOnly.has(nameOf(stage))) ? docs : docs.map((doc) => copyOf(doc));
  return runMingo(input, rest, source);
}

const refused = new Set([
  '$out',
  '$merge',
  '$geoNear',
  '$search',
  '$searchMeta',
  '$vectorSearch',
  '$collStats',
  '$indexStats',
]);
const known = new Set(
  `$addFields $bucket $bucketAuto $count $densify $documents $facet $fill $graphLookup $group $limit $lookup $match $project
   $redact $replaceRoot $replaceWith $sample $set $setWindowFields $skip $sort $sortByCount $unionWith $unset $unwind`.split(
    /\s+/,
  ),
);
/** Stages that never change the documents they are given, which may then be the stored ones. */
const readOnly = new Set(['$match', '$sort', '$skip', '$limit', '$count', '$group', '$sortByCount']);

/** What the driver's countDocuments sends. */
const countStage = { $group: { _id: 1, n: { $sum: 1 } } };

const nameOf = (stage: Doc): string => Object.keys(stage)[0] ?? '';

function checkStages(pipeline: readonly Doc[]): void {
  for (const stage of pipeline) {
    const name = nameOf(stage);
    if (Object.keys(stage).length !== 1)
      throw new CommandError(40324, 'A pipeline stage must name exactly one operator');
    if (name === '$changeStream') {
      throw new CommandError(40573, 'The $changeStream stage is only supported on replica sets');
    }
    if (refused.has(name)) throw notImplemented(`The stage ${name}`);
    if (!known.has(name)) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
    for (const nested of nestedPipelines(stage[name])) checkStages(nested);
  }
}

function nestedPipelines(operand: unknown): Doc[][] {
  if (!isDoc(operand)) return [];
  return Object.values(operand).flatMap((value) =>
    Array.isArray(value) && value.every(isStage) ? [value] : [],
  );
}

const isStage = (value: unknown): value is Doc => isDoc(value) && nameOf(value).startsWith('$');

// $match, $sort, $skip and $limit up to the first other stage; a $sort knows how few documents a $limit behind it leaves.
function* simpleStages(
  found: readonly Doc[],
  stages: readonly Doc[],
): Sliced<{ docs: readonly Doc[]; rest: Doc[] }> {
  let docs = found;
  for (const [i, stage] of stages.entries()) {
    if (Object.hasOwn(stage, '$match'))
      docs = yield* passing(docs, compileFilter(docOf(stage['$match'], '$match')), 0);
    else if (Object.hasOwn(stage, '$sort'))
      docs = yield* sortDocs(docs, stage['$sort'], countOf(stages[i + 1]?.['$limit'], '$limit'));
    else if (Object.hasOwn(stage, '$skip')) docs = docs.slice(countOf(stage['$skip'], '$skip'));
    else if (Object.hasOwn(stage, '$limit')) docs = docs.slice(0, countOf(stage['$limit'], '$limit'));
    else return { docs, rest: stages.slice(i) };
  }
  return { docs, rest: [] };
}

// The first context that knows a name wins: these stages stand before mingo's, so that values compare in one way everywhere.
const stages = Context.init({
  pipeline: {
    $match: (coll: Iterator, filter: Doc, options: Options) =>
      coll.filter(compileFilter(filter, (operand) => expressionMatcher(operand, options))),
    $sort: (coll: Iterator, sort: Doc, _options: Options) =>
      coll.transform((docs: Doc[]) => Lazy([...atOnce(sortDocs(docs, sort))])),
    $count: (coll: Iterator, field: string, _options: Options) =>
      coll.transform((docs: Doc[]) => Lazy(docs.length === 0 ? [] : [{ [field]: docs.length }])),
  },
});
const options = { context: Context.from(stages, context), scriptEnabled: false };

function runMingo(docs: readonly Doc[], rest: readonly Doc[], source: Source): Doc[] {
  const resolver = (name: string): Doc[] => source.other(name).map((doc) => copyOf(doc));
  const pipeline = docsOf(nativePatterns(rest), 'pipeline');
  return asBadValue(() =>
    new Aggregator(pipeline, { ...options, collectionResolver: resolver }).run<Doc>([...docs]),
  );
}

// Expressions such as $regexMatch want JavaScript's own regular expressions.
function nativePatterns(value: unknown): unknown {
  if (value instanceof BSONRegExp) return regexOf(value);
  if (Array.isArray(value)) return value.map((entry) => nativePatterns(entry));
  if (!isDoc(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, entry]) => [field, nativePatterns(entry)]));
}
