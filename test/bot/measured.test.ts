import { describe, expect, it } from 'vitest';
import { measured } from '../../bot/measured.ts';
import { failureCard } from '../../core/cards/failure.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { AppError } from '../../core/errors.ts';
import { createManualClock } from '../fakes/discord/manual-clock.ts';

const callback = { method: 'post', route: '/interactions/1/token/callback' } as const;
const edit = { method: 'patch', route: '/webhooks/1/token/messages/@original' } as const;
const telling = { words: wordsOf('en'), at: 0 };

/** An interaction that came just now. */
function begun() {
  const clock = createManualClock(0);
  const told: unknown[][] = [];
  const metrics = {
    listening: () => {},
    acknowledged: (seconds: number) => void told.push(['acknowledged', seconds]),
    interactionEnded: (...end: unknown[]) => void told.push(end),
  };
  const call = async () => null;
  return { told, clock, ...measured({ call, failure: failureCard, clock, metrics }, 'drift') };
}

describe('an interaction', () => {
  it('is acknowledged by its callback, not by what follows', async () => {
    const { metered, told, ended } = begun();
    await metered.call(callback);
    await metered.call(edit);
    ended();
    expect(told).toEqual([
      ['acknowledged', 0],
      ['drift', 'ok', 0],
    ]);
  });

  it('was refused when its answer is a failure the asker can mend, and failed otherwise', () => {
    const refused = begun();
    refused.metered.failure(new AppError('invalid_input', 'rows: is needed'), telling);
    refused.ended();
    const failed = begun();
    failed.metered.failure(new AppError('storage_unavailable', 'away'), telling);
    failed.ended();
    const broken = begun();
    broken.ended('failed');
    expect([refused.told, failed.told, broken.told].map(([end]) => end?.[1])).toEqual([
      'refused',
      'failed',
      'failed',
    ]);
  });
});
