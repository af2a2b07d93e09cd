// Fifty alerts, each with a kill -9 at another step. Run by .ci/peers/kill.sh.
import { afterAll, expect, it } from 'vitest';
import { blows, breachesOf } from '../flows/alert-rounds.ts';
import { endAll } from '../flows/vigie.ts';

const rounds = Number(process.env['ALERT_ROUNDS'] ?? 50);

afterAll(endAll);

it('fifty kills in the middle of an alert leave one card each, that tells how it ended', async () => {
  const begun = performance.now();
  expect(await breachesOf(blows(rounds), 2)).toEqual([]);
  process.stdout.write(`${rounds} alerts killed in ${Math.round((performance.now() - begun) / 1_000)} s\n`);
});
