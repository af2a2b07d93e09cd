import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { replier, replyOf } from '../../api/reply.ts';
import { steppedClock } from '../../core/adapters/system.ts';

const reply = replyOf({ value: { ok: true } });

function stage(closing = new AbortController()) {
  const clock = steppedClock(0);
  const send = replier({ clock, closing: closing.signal });
  const answered = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const response = new ServerResponse(new IncomingMessage(new Socket()));
      send(response, `id-${at}`, reply);
      return response;
    });
  const ended = (responses: readonly ServerResponse[]) => responses.map((one) => one.writableEnded);
  return { clock, answered, ended };
}

describe('answers of one look', () => {
  it('leave together at its end', async () => {
    const { answered, ended } = stage();
    const responses = answered(3);
    expect(ended(responses)).toEqual([false, false, false]);
    await turn();
    expect(ended(responses)).toEqual([true, true, true]);
  });

  it('wait a millisecond for one another and no longer', () => {
    const { clock, answered, ended } = stage();
    const early = answered(2);
    clock.advance(1);
    const last = answered(1);
    expect(ended([...early, ...last])).toEqual([true, true, true]);
  });

  it('that come after the millisecond are the next ones', async () => {
    const { clock, answered, ended } = stage();
    answered(1);
    clock.advance(1);
    answered(1);
    const next = answered(2);
    expect(ended(next)).toEqual([false, false]);
    await turn();
    expect(ended(next)).toEqual([true, true]);
  });
});

describe('a reply', () => {
  it('is JSON, null where there is nothing to tell', () => {
    expect(replyOf({ value: undefined })).toMatchObject({ status: 200, body: 'null' });
  });

  it('cannot be made of what JSON cannot hold', () => {
    expect(() => replyOf({ value: 1n })).toThrow(TypeError);
  });
});
