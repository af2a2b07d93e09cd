// Aggregation expressions by mingo, with the comparisons replaced by those of BSON values. Pure.

import { Context, evalExpr } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import { Query } from 'mingo/query';
import type { Options } from 'mingo/types';
import type { Doc } from './documents.ts';
import { asBadValue, CommandError } from './faults.ts';
import { compare } from './values.ts';

// In expressions a missing field is less than null, and arrays compare as wholes: both unlike in filters.
function comparison<T>(judge: (order: number) => T): (doc: Doc, operands: unknown, options: Options) => T {
  return (doc, operands, options) => {
    if (!Array.isArray(operands) || operands.length !== 2)
      throw new CommandError(2, 'A comparison takes two operands');
    const [left, right] = operands.map((operand) => evalExpr(doc, operand, options));
    return judge(compare(left, right) || Number(right === undefined) - Number(left === undefined) || 0);
  };
}

const comparisons = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison(Math.sign),
};

/** Everything mingo knows. */
export const context = Context.init({
  accumulator,
  expression: { ...expression, ...comparisons },
  pipeline,
  projection,
  query,
  window,
});

/** The meaning of $expr. `options` carry the variables that $lookup's `let` hands to its pipeline. */
export function expressionMatcher(
  operand: unknown,
  options: Partial<Options> = plain,
): (doc: Doc) => boolean {
  const matcher = asBadValue(() => new Query<Doc>({ $expr: operand }, options));
  return (doc) => asBadValue(() => matcher.test(doc));
}

const plain = { context, scriptEnabled: false };
