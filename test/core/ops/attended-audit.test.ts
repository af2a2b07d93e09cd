// What people did about an incident, as the audit log has it: each act names the incident.
import { afterEach, describe, expect, it } from 'vitest';
import { callerOf, learned, minute, type Stage } from '../../flows/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

describe('what was done about an incident', () => {
  it('is on record with its number, though nobody wrote it', async () => {
    stage = await learned(1_000, { watch: { policy: 'manual' } });
    stage.clock.advance(20 * minute);
    await stage.arrive(500, { shift: 3 });
    await stage.patrol();
    const { ops } = stage;
    const ada = callerOf('operator', 'discord');
    const acts = [
      () => ops.acknowledge({ note: 'looking' }, ada),
      () => ops.snooze({ for: '1h' }, ada),
      () => ops.unsnooze({}, ada),
      () => ops.resolve({}, ada),
      () => ops.resolve({ incident: 7 }, ada),
    ];
    for (const act of acts) {
      await act().catch(() => {});
      // Two acts of one millisecond have no order.
      stage.clock.advance(1_000);
    }
    const { lines } = await ops.history({ kind: 'audit' }, ada);
    const kept = lines.map((line) => ('operation' in line ? [line.operation, line.led.incident] : []));
    expect(kept.toReversed()).toEqual([
      ['acknowledge', 1],
      ['snooze', 1],
      ['unsnooze', 1],
      ['resolve', 1],
      ['resolve', null],
    ]);
  });
});
