// Trainings over a line to a real MLflow server that fails at any call; started by .ci/peers/mlflow.sh.
import { afterEach, describe, expect, it } from 'vitest';
import type { Tracker } from '../../core/ports.ts';
import { stepping } from '../core/adapters/mlflow/tracked.ts';
import { outboxOf } from '../core/adapters/mlflow/training.ts';
import { type Fault, type FaultyLine, openLine } from './faulty-line.ts';
import { freshName, realPorts, trackerOf, uri } from './mlflow-peer.ts';
import { expectWhole, promotedOf } from './mlflow-whole.ts';

const lines: FaultyLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

/** A training of a watch of its own over a line of its own, into an experiment that is not there yet. */
async function begun() {
  const watch = freshName();
  const line = await openLine(uri);
  lines.push(line);
  const { intent, given } = promotedOf(watch);
  const outbox = outboxOf(intent);
  return {
    watch,
    line,
    /** Of a process that has just started. */
    tracker: (ports = realPorts, timeoutMs = 20_000) =>
      trackerOf({ trackingUri: line.uri, experiment: watch, timeoutMs }, ports),
    drain: (tracker: Tracker) => tracker.log(outbox.item(), given, outbox.save),
  };
}

async function callsOfOneDrain(): Promise<number> {
  const { line, tracker, drain } = await begun();
  await drain(tracker());
  expect(line.calls.length).toBeGreaterThan(20);
  return line.calls.length;
}

/** What a loaded machine may take beside. */
const slackMs = 3_000;

const lost: Fault = { arrives: true, answer: 'cut' };
const gone: Fault = { arrives: false, answer: 'cut' };
const asked = (seconds: number): Fault => ({
  arrives: false,
  answer: { status: 429, retryAfter: String(seconds) },
});

describe('a faulty line to an open server', () => {
  it('leaves one whole training, whichever call of its drain lost its answer when the process was killed', async () => {
    const calls = await callsOfOneDrain();
    for (let nth = 1; nth <= calls; nth++) {
      const { watch, line, tracker, drain } = await begun();
      line.plant(nth, lost);
      line.plant(nth + 1, gone, Number.POSITIVE_INFINITY);
      await expect(drain(tracker(stepping()))).rejects.toMatchObject({ code: 'upstream_unavailable' });
      await line.struck;
      line.mend();
      const { runId } = await drain(tracker());
      await expectWhole(uri, watch, runId);
    }
  }, 600_000);

  it('leaves one whole training, whichever call was answered with 500 though it was carried out', async () => {
    const calls = await callsOfOneDrain();
    for (let nth = 1; nth <= calls; nth++) {
      const { watch, line, tracker, drain } = await begun();
      const one = tracker(stepping());
      line.plant(nth, { arrives: true, answer: { status: 500 } });
      // What makes something new is not repeated before the next drain has looked for it.
      const { runId } = await drain(one).catch(() => drain(one));
      await line.struck;
      await expectWhole(uri, watch, runId);
    }
  }, 600_000);

  it('that asks to wait for less than a call may take is waited for, whichever call it was', async () => {
    const calls = await callsOfOneDrain();
    for (let nth = 1; nth <= calls; nth++) {
      const { watch, line, tracker, drain } = await begun();
      const ports = stepping();
      line.plant(nth, asked(3));
      const { runId } = await drain(tracker(ports));
      expect([ports.slept, line.calls.length]).toEqual([[3_000], calls + 1]);
      await expectWhole(uri, watch, runId);
    }
  }, 600_000);

  it('that asks to wait for longer hears nothing before, whichever call it was', async () => {
    const calls = await callsOfOneDrain();
    for (let nth = 1; nth <= calls; nth++) {
      const { watch, line, tracker, drain } = await begun();
      const ports = stepping();
      const one = tracker(ports);
      line.plant(nth, asked(60));
      await expect(drain(one)).rejects.toMatchObject({ message: expect.stringContaining('429') });
      ports.pass(59_999);
      await expect(drain(one)).rejects.toMatchObject({ message: expect.stringContaining('for 1 s more') });
      expect([ports.slept, line.calls.length]).toEqual([[], nth]);
      ports.pass(1);
      const { runId } = await drain(one);
      await expectWhole(uri, watch, runId);
    }
  }, 600_000);

  it('that is silent holds a call up for five seconds, a file for thirty, and leaves one whole training', async () => {
    const calls = await callsOfOneDrain();
    const held = [];
    for (let nth = 1; nth <= calls; nth++) {
      const training = await begun();
      training.line.plant(nth, { arrives: true, answer: 'none' });
      const end = training.drain(training.tracker(realPorts, 5_000)).then(
        () => expect.fail(`call ${nth} was answered`),
        (cause: unknown) => ({ cause, at: performance.now() }),
      );
      await training.line.struck;
      held.push({ training, nth, end, since: performance.now() });
    }
    for (const { training, nth, end, since } of held) {
      const { cause, at } = await end;
      expect(cause).toMatchObject({
        code: 'upstream_unavailable',
        message: expect.stringContaining('(timeout)'),
      });
      const { watch, line, tracker, drain } = training;
      const bound = line.calls[nth - 1]?.startsWith('PUT ') ? 30_000 : 5_000;
      expect(at - since).toBeLessThan(bound + slackMs);
      const { runId } = await drain(tracker());
      await expectWhole(uri, watch, runId);
    }
  }, 600_000);
});
