import { afterEach, describe, expect, it } from 'vitest';
import { createOps } from '../../../core/ops/index.ts';
import type { Watched, World } from '../../../core/ops/world.ts';
import { callerOf, openStage, type Stage } from '../../flows/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

describe('the zone of a history', () => {
  it('is that of its watch; of all watches the one they share, else UTC', async () => {
    stage = await openStage({ watch: { timezone: 'Asia/Tokyo' } });
    const { world } = stage;
    const ada = callerOf('viewer');
    const zoneOf = async (watches: World['watches'], watch?: string) => {
      const asked = { kind: 'audit', ...(watch === undefined ? {} : { watch }) };
      return (await createOps({ ...world, watches }).history(asked, ada)).timezone;
    };
    expect(await zoneOf(world.watches)).toBe('Asia/Tokyo');
    const two = (timezone: string) =>
      new Map(
        [...world.watches.values()].flatMap((shop): [string, Watched][] => [
          ['shop', shop],
          ['churn', { ...shop, watch: { ...shop.watch, name: 'churn', timezone } }],
        ]),
      );
    expect(await zoneOf(two('Asia/Tokyo'))).toBe('Asia/Tokyo');
    expect(await zoneOf(two('Europe/Paris'))).toBe('UTC');
    expect(await zoneOf(two('Europe/Paris'), 'churn')).toBe('Europe/Paris');
  });
});
