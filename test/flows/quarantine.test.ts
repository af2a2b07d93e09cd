// Rows whose data is faulty: held back from the alarm on, until somebody decides or the fault is over.
import { afterEach, expect, it } from 'vitest';
import type { WatchState } from '../../core/state.ts';
import { holed, spoilt } from './spoilt.ts';
import { callerOf, learned, minute, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const ada = callerOf('operator');

/** A pipeline loses every second y: six rounds of it. */
async function broken(): Promise<WatchState> {
  stage = await learned(2_000);
  await stage.rounds(3);
  for (let round = 0; round < 6; round += 1) {
    stage.clock.advance(2 * minute);
    await spoilt(stage, holed);
    expect((await stage.patrol()).retrain).toBeNull();
  }
  return stage.state();
}

const batches = async () => {
  const { watches } = await stage.ops.quarantine({}, ada);
  return watches.flatMap((one) => one.batches);
};

const incidentNews = () =>
  stage.mailbox.deliveries.map(({ news }) => news).filter(({ kind }) => kind === 'incident');

it('an alarm of missing values holds the rows since then, those that follow too, and nobody learns from them', async () => {
  const state = await broken();
  expect(state).toMatchObject({ monitor: 'QUARANTINE', champion: 1, lastVersion: 1 });
  const [batch, ...others] = await batches();
  expect(others).toEqual([]);
  expect(batch).toMatchObject({
    number: 1,
    origin: 'alarm',
    status: 'held',
    lasting: true,
    reasons: [{ kind: 'missing', of: 'y' }],
  });
  // The change is dated to the first faulty row, or a few before or after it.
  expect(batch?.rows).toBeGreaterThan(290);
  expect(batch?.rows).toBeLessThanOrEqual(320);
  expect(incidentNews()[0]).toMatchObject({ held: { number: 1, status: 'held' } });
  // Whoever retrains by hand learns from the others.
  const { outcome } = await stage.ops.retrain({}, callerOf('admin'));
  expect(outcome.candidates.every(({ rows }) => rows <= 2_020)).toBe(true);
});

it('discarded rows never train; the incident is closed and the evidence begins anew', async () => {
  await broken();
  const { batch, state } = await stage.ops.discard({ number: 1, reason: 'sensor off' }, ada);
  expect([batch.status, batch.by, state]).toEqual(['discarded', 'ada', 'OK']);
  const after = await stage.state();
  expect(after).toMatchObject({ quarantine: null, evidence: null, incident: { resolution: 'closed' } });
  expect(after.referenceEnd).toEqual(after.position);
  await expect(stage.ops.release({ number: 1 }, ada)).rejects.toMatchObject({
    code: 'conflict',
    message: 'Batch 1 of watch "shop" was discarded by ada already.',
  });
  await expect(stage.ops.discard({ number: 7 }, ada)).rejects.toMatchObject({ code: 'not_found' });
  expect(await batches()).toMatchObject([{ number: 1, status: 'discarded', lasting: false }]);
});

it('released rows join what is usual: missing values alarm no more, and may be learned from', async () => {
  await broken();
  const { batch } = await stage.ops.release({ number: 1 }, ada);
  expect(batch).toMatchObject({ status: 'released', by: 'ada', lasting: false });
  expect(await stage.state()).toMatchObject({
    champion: 2,
    quarantine: null,
    incident: { resolution: 'expected' },
  });
  for (let round = 0; round < 4; round += 1) {
    stage.clock.advance(2 * minute);
    await spoilt(stage, holed);
    await stage.patrol();
  }
  expect(await stage.state()).toMatchObject({ incidents: 1, champion: 2 });
});

it('once the pipeline is mended the watch is well again, and drift of the world alarms as ever', async () => {
  await broken();
  const held = (await batches())[0]?.rows ?? 0;
  for (let round = 0; round < 40 && (await stage.state()).monitor !== 'OK'; round += 1) await stage.rounds(1);
  const mended = await stage.state();
  expect(mended).toMatchObject({ monitor: 'OK', quarantine: null, incident: { resolution: 'quiet' } });
  const [batch] = await batches();
  expect(batch).toMatchObject({ status: 'held', lasting: false });
  // A round or two until it is sure that the new rows are well; those of the quiet time are not held.
  expect(batch?.rows).toBeLessThanOrEqual(held + 60);
  for (let round = 0; round < 12 && (await stage.state()).incidents < 2; round += 1)
    await stage.rounds(1, { turned: true });
  expect(await stage.state()).toMatchObject({ incidents: 2 });
});

it('a column that is stuck alarms as drift does, and the look before the training holds its rows back', async () => {
  stage = await learned(2_000);
  await stage.rounds(3);
  for (let round = 0; round < 12 && (await stage.state()).quarantines === undefined; round += 1) {
    stage.clock.advance(2 * minute);
    await spoilt(stage, { count: 50, y: () => '0.2500' });
    await stage.patrol();
  }
  expect(await stage.state()).toMatchObject({ monitor: 'QUARANTINE', champion: 1, lastVersion: 1 });
  const [batch] = await batches();
  expect(batch).toMatchObject({
    origin: 'training',
    reasons: [{ kind: 'constant', of: 'y', after: '0.25' }],
    status: 'held',
  });
  expect(batch?.examples[0]).toMatch(/^s\d+$/);
  expect(incidentNews().at(-1)).toMatchObject({ change: 'held', held: { number: batch?.number } });
});
