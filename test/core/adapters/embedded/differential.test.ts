// The embedded server against a plain model of a collection: the same seeded operations, the same answers, codes and rest.
import { describe, expect, it } from 'vitest';
import { compareSides, type Side } from '../../../differential/compare.ts';
import { operations } from '../../../differential/generate.ts';
import { createModel } from '../../../differential/model.ts';
import type { Answer, Stored } from '../../../differential/operation.ts';
import { perform, prepare } from '../../../differential/perform.ts';
import { openEmbedded } from './opened.ts';

describe('the embedded server and a plain model', () => {
  it.each([1, 2, 3, 4])('answer 400 operations of seed %i alike', async (seed) => {
    const { db, close } = await openEmbedded();
    try {
      const rows = db.collection<Stored>('rows');
      await prepare(rows, true);
      const server: Side = {
        perform: (operation) => perform(rows, operation),
        contents: () => rows.find().sort({ _id: 1 }).toArray(),
      };
      await compareSides(server, createModel(), operations(seed, 400));
    } finally {
      await close();
    }
  });

  it('are asked things that succeed and things that fail', () => {
    const model = createModel();
    const answers = [1, 2, 3, 4]
      .flatMap((seed) => operations(seed, 1_000))
      .map((operation) => model.perform(operation));
    const codesOf = (answer: Answer) => {
      if ('code' in answer) return [answer.code];
      return 'failures' in answer ? answer.failures.map(([, code]) => code) : [];
    };
    const codes = new Set(answers.flatMap(codesOf));
    expect([...codes].sort((a, b) => a - b)).toEqual([2, 9, 14, 28, 40, 66, 11000]);
    const found = answers.filter((answer) => 'rows' in answer && answer.rows.length > 0);
    expect(found.length).toBeGreaterThan(200);
  });
});
