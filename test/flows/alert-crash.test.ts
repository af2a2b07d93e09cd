// Killed at any step of an alert: one card, one thread, no line of it twice. All fifty rounds run in .ci/peers/kill.sh.
import { afterAll, expect, test } from 'vitest';
import { blows, breachesOf } from './alert-rounds.ts';
import { endAll } from './vigie.ts';

afterAll(endAll);

test('kill -9 in the middle of an alert leaves one card that tells how it ended', {
  timeout: 120_000,
}, async () => {
  const some = blows(50).filter((_, round) => round % 11 === 3);
  expect(some).toHaveLength(5);
  expect(await breachesOf(some, 1)).toEqual([]);
});
