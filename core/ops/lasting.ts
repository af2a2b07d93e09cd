// The three operations that may take minutes, by themselves and as work that can be asked for by its id.
import { ledBy } from './led.ts';
import { type Call, type Operation, operation, type Run } from './operation.ts';
import { checkInput, patrol } from './patrol.ts';
import { retrain, retrainInput } from './retrain.ts';
import { traced } from './traced.ts';
import { train, trainInput } from './train.ts';
import { createWorks, workInput, worksInput } from './work.ts';
import type { World } from './world.ts';

const facts = {
  train: { name: 'train', scope: 'operate', input: trainInput, led: ledBy.train },
  retrain: { name: 'retrain', scope: 'operate', input: retrainInput, led: ledBy.retrain },
  check: { name: 'check', scope: 'operate', input: checkInput, led: ledBy.check },
} as const;

/** `told` sees to it that what an operation led to is told before it answers. */
export function lastingOps(world: World, told: <O>(run: Run<O>) => Run<O>) {
  const lasts = <I, O>(
    facts: Operation<I, O>,
    run: (world: World, input: I, call: Call) => Promise<O>,
  ): Run<O> =>
    told(
      operation(world, facts, (input, call) =>
        run({ ...world, log: traced(world.log, call.caller) }, input, call),
      ),
    );
  const own = {
    train: lasts(facts.train, train),
    retrain: lasts(facts.retrain, retrain),
    check: lasts(facts.check, patrol),
  };
  const { begin, read, list } = createWorks(world, {
    train: { facts: facts.train, run: own.train },
    retrain: { facts: facts.retrain, run: own.retrain },
    check: { facts: facts.check, run: own.check },
  });
  return {
    ...own,
    begin,
    work: operation(world, { name: 'work', scope: 'read', input: workInput }, read),
    works: operation(world, { name: 'works', scope: 'read', input: worksInput }, list),
  };
}
