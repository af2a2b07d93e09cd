// Retrainings with a kill -9 at another step each. Run by .ci/peers/kill.sh; RETRAIN_ROUNDS says how many, from 200 on all.
import { afterAll, expect, it } from 'vitest';
import { retrainBreaches } from '../flows/retrain-rounds.ts';
import { roundsOf } from '../flows/retrain-strikes.ts';
import { endAll } from '../flows/vigie.ts';

const rounds = roundsOf(Number(process.env['RETRAIN_ROUNDS'] ?? 30));

afterAll(endAll);

it('kills at every step of a retraining leave the old or the new champion whole, told once and logged once', async () => {
  const begun = performance.now();
  expect(await retrainBreaches(rounds, 2)).toEqual([]);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stdout.write(`${rounds.length} retrainings killed in ${seconds} s\n`);
});
