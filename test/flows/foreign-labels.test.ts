// A model that somebody else registered in MLflow, and labels that come later than its rows.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startFakeRegistry } from '../fakes/mlflow-registry.ts';
import { callerOf } from './stage.ts';
import { files, openTheirs } from './theirs.ts';

describe('a champion of MLflow whose reference has no labels', () => {
  it('is measured once labels of its reference have come, without being read again', async () => {
    const registry = await startFakeRegistry();
    registry.register('theirs', files('line'));
    registry.point('theirs', 'champion', '1');
    const stage = await openTheirs(registry);
    try {
      await stage.arrive(400, { labelled: false });
      expect(await stage.patrol()).toMatchObject({ trained: true });
      registry.state.away = true;
      const operator = callerOf('operator');
      const rows = readFileSync(stage.path, 'utf8').trim().split('\n').slice(1);
      // What the line says, but of every fifth row the opposite.
      const labels = rows.map((row, at) => {
        const [id, , x] = row.split(',');
        return { id: id ?? '', label: Number(x) > 0 === at % 5 > 0 ? 'yes' : 'no' };
      });
      await stage.ops.label({ labels: labels.slice(0, 199) }, operator);
      await stage.patrol();
      expect((await stage.store.models.read('shop', 1))?.baseline).toBeNull();
      expect((await stage.state()).champion).toBe(1);
      await stage.ops.label({ labels: labels.slice(199) }, operator);
      await stage.patrol();
      expect(await stage.state()).toMatchObject({ champion: 2, previous: null });
      const [before, now] = await Promise.all([1, 2].map((one) => stage.store.models.read('shop', one)));
      expect(now?.baseline).toMatchObject({ rows: 400, accuracy: expect.closeTo(0.8, 1) });
      expect([now?.origin, now?.model]).toEqual([before?.origin, before?.model]);
      const [, last] = await stage.rounds(2);
      expect(last?.report).toMatchObject({ version: 2, performance: { labelled: 100 } });
      await stage.patrol();
      expect((await stage.state()).champion).toBe(2);
    } finally {
      await stage.close();
      await registry.stop();
    }
  });
});
