// A test card takes the way of every card, and the answer says how far it came.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { callerOf, openStage, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const ada = callerOf('operator');

describe('a test card', () => {
  it('arrives in the channel of its watch, each time anew', async () => {
    stage = await openStage({ watch: { channel: '12345' } });
    const result = { watch: 'shop', notifier: 'mailbox', status: 'sent', reason: null };
    expect(await stage.ops.testCard({}, ada)).toEqual(result);
    expect(await stage.ops.testCard({}, ada)).toEqual(result);
    const told = stage.mailbox.deliveries.map(({ news }) => [news.kind, news.channel]);
    expect(told).toEqual(Array(2).fill(['test', '12345']));
  });

  it('that is refused, or waits, says why', async () => {
    stage = await openStage();
    stage.mailbox.refusals.push(new AppError('forbidden', 'Discord refuses the card.'));
    expect(await stage.ops.testCard({}, ada)).toMatchObject({
      status: 'dead',
      reason: 'Discord refuses the card.',
    });
    stage.mailbox.refusals.push(new AppError('upstream_unavailable', 'Discord cannot be reached.'));
    expect(await stage.ops.testCard({}, ada)).toMatchObject({
      status: 'due',
      reason: 'Discord cannot be reached.',
    });
    expect(await refusalOf(stage.ops.testCard({}, callerOf('viewer')))).toMatchObject({ code: 'forbidden' });
  });
});
