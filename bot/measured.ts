// How long an interaction waited for its first answer and for its last, and how it ended.
import type { Telling } from '../core/cards/words/index.ts';
import type { AppError } from '../core/errors.ts';
import type { Metrics } from '../core/ports.ts';
import type { AskWorld } from './ask.ts';
import type { Call } from './rest.ts';

export type Measured = Pick<Metrics, 'listening' | 'acknowledged' | 'interactionEnded'>;
type Ending = Parameters<Measured['interactionEnded']>[1];
type Metered = Pick<AskWorld, 'call' | 'failure'>;

/** Discord takes the first answer to an interaction here, the others elsewhere. */
const firstAnswer = /^\/interactions\/\d+\/[^/]+\/callback/;

/** The two ways out of an interaction, with a look at what passes; `ended` tells what was seen. */
export function measured(
  { call, failure, clock, metrics }: Metered & Pick<AskWorld, 'clock'> & { readonly metrics: Measured },
  command: string,
): { readonly metered: Metered; readonly ended: (ending?: Ending) => void } {
  const begun = clock.now();
  const seconds = () => (clock.now() - begun) / 1000;
  let seen: Ending = 'ok';
  const watched: Call = async (request) => {
    const answer = await call(request);
    if (firstAnswer.test(request.route)) metrics.acknowledged(seconds());
    return answer;
  };
  const failed = (error: AppError, telling: Telling) => {
    seen = error.status >= 500 ? 'failed' : 'refused';
    return failure(error, telling);
  };
  return {
    metered: { call: watched, failure: failed },
    ended: (ending = seen) => metrics.interactionEnded(command, ending, seconds()),
  };
}
