// Two collections, or a collection and the model, are asked the same and must answer the same.
import { expect } from 'vitest';
import type { Answer, Doc, Operation } from './operation.ts';
import { canonical } from './perform.ts';

export interface Side {
  perform(operation: Operation): Promise<Answer> | Answer;
  /** By `_id`. */
  contents(): Promise<readonly Doc[]> | readonly Doc[];
}

/** Says the number of the operation that was answered differently, and the operation. */
export async function compareSides(first: Side, second: Side, asked: readonly Operation[]): Promise<void> {
  for (const [index, operation] of asked.entries()) {
    const answers = [await first.perform(operation), await second.perform(operation)] as const;
    const [one, other] = answers.map((answer) => canonical(answer, operation));
    if (one === other) continue;
    const question = `operation ${index}: ${JSON.stringify(operation)}`;
    expect(`${question}\n${one}`).toBe(`${question}\n${other}`);
  }
  const [one, other] = [await first.contents(), await second.contents()];
  expect(canonical({ rows: one }, null)).toBe(canonical({ rows: other }, null));
}
