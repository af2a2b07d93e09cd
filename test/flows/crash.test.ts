// A few lives of the product, each ended by kill -9. test/peers/crash.test.ts lives more of them.
import { test } from 'vitest';
import { killedAgain } from './crash.ts';

test(
  'kill -9 in the middle of checks and retrainings loses nothing and repeats nothing',
  {
    timeout: 120_000,
  },
  () => killedAgain(4),
);
