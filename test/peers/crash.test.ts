// More lives of the product than `npm test` has time for, each ended by kill -9. Run by .ci/peers/kill.sh.
import { it } from 'vitest';
import { killedAgain } from '../flows/crash.ts';

it('eight kills in the middle of checks and retrainings lose nothing and repeat nothing', () =>
  killedAgain(8));
