// The full report of a watch, asked for: of which rows, with what is known of them, and that it changes nothing.
import { afterEach, describe, expect, it } from 'vitest';
import { chance } from '../core/evidence/rows.ts';
import { championOf, openForeign, rowsOf, send } from './foreign.ts';
import { callerOf, learned, minute, openStage, refusalOf, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const viewer = callerOf('viewer');
const operator = callerOf('operator');

/** A champion of 2,000 rows; policy manual, so that an alarm stands until somebody answers it. */
const served = () => learned(2_000, { watch: { policy: 'manual' } });

describe('the full report', () => {
  it('compares the newest rows that were checked with the reference, what moved first', async () => {
    stage = await served();
    // Enough to be seen in a look, too little to be proven so soon: no alarm cuts the window.
    await stage.arrive(120, { shift: 0.4 });
    await stage.patrol();
    await stage.arrive(80, { shift: 0.4 });
    expect(await stage.patrol()).toMatchObject({ report: { verdict: 'ok' } });
    // Not checked yet: not part of it.
    await stage.arrive(300, { shift: 9 });
    const report = await stage.ops.report({}, viewer);
    expect(report).toMatchObject({ watch: 'shop', version: 1, windowRows: 200, referenceRows: 2_000 });
    expect(report.features.map(({ name }) => name)).toEqual(['y', 'x']);
    expect(report.features[0]?.adjustedP).toBeLessThan(0.001);
    expect(report.features[1]?.adjustedP).toBeGreaterThan(0.05);
    expect(report.domain?.beyondChance).toBe(true);
    expect(report.domain?.leansOn[0]?.name).toBe('y');
    expect(report.accuracy).toMatchObject({ before: { rows: 2_000 }, measured: { rows: 200 } });
    expect(report.accuracy.estimated?.rows).toBe(200);
  });

  it('after an alarm is of the rows since the change', async () => {
    stage = await served();
    await stage.rounds(8);
    await stage.rounds(4, { shift: 2 });
    const { evidence } = await stage.state();
    const since = (evidence?.rows ?? 0) - (evidence?.changed?.row ?? 0);
    // 200 rows came shifted; where the change is seen to begin may be off by a check.
    expect(since).toBeGreaterThanOrEqual(150);
    expect(since).toBeLessThanOrEqual(250);
    expect((await stage.ops.report({}, viewer)).windowRows).toBe(since);
  });

  it('knows the labels that came after the rows were checked', async () => {
    stage = await served();
    await stage.arrive(40, { labelled: false });
    await stage.patrol();
    expect((await stage.ops.report({}, viewer)).accuracy.measured).toBeNull();
    const labels = Array.from({ length: 30 }, (_, row) => ({ id: `r${2_001 + row}`, label: 'yes' }));
    await stage.ops.label({ labels }, operator);
    expect((await stage.ops.report({}, viewer)).accuracy.measured).toMatchObject({ rows: 30 });
  });

  it('changes nothing, however often it is asked for', async () => {
    stage = await served();
    await stage.arrive(50);
    await stage.patrol();
    const before = await stage.state();
    expect(await stage.ops.report({}, viewer)).toEqual(await stage.ops.report({}, viewer));
    expect(await stage.state()).toEqual(before);
  });

  it('needs a champion, and 30 rows that were checked since its reference', async () => {
    stage = await openStage();
    expect((await refusalOf(stage.ops.report({}, viewer))).code).toBe('no_champion');
    await stage.arrive(300);
    await stage.patrol();
    stage.clock.advance(2 * minute);
    await stage.arrive(29);
    await stage.patrol();
    expect(await refusalOf(stage.ops.report({}, viewer))).toMatchObject({
      code: 'not_enough_data',
      message: 'Watch "shop" has 29 checked rows since its reference; a report needs 30.',
      remedy: 'Wait for more rows, or check those that came with /drift watch:shop run:now.',
    });
    await stage.arrive(1);
    await stage.patrol();
    expect(await stage.ops.report({}, viewer)).toMatchObject({ windowRows: 30 });
  });

  it('of a model served elsewhere tells what it said, and of no coefficients', async () => {
    stage = await openForeign();
    const random = chance(3);
    await send(stage, rowsOf(random, 0, 600));
    await stage.patrol();
    expect(await championOf(stage)).toMatchObject({ version: 1 });
    await send(stage, rowsOf(random, 600, 100, { shift: 1.5, wrong: 0.45 }));
    await stage.patrol();
    const report = await stage.ops.report({}, viewer);
    expect(report).toMatchObject({
      windowRows: 100,
      attribution: null,
      accuracy: { measured: { rows: 100 } },
    });
    expect(report.features[0]?.name).toBe('y');
    expect(report.prediction).not.toBeNull();
  });
});
