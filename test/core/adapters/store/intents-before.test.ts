// Trainings that waited for MLflow while Vigie was brought to this version: logged all the same, with nothing made up.
import { expect, it } from 'vitest';
import { migrations } from '../../../../core/adapters/store/migrations.ts';

const told = {
  key: 'run:shop:1',
  watch: 'shop',
  version: 2,
  metrics: { accuracy: 0.9 },
  thread: 'trained:shop:v2',
};
const whole = { ...told, kind: 'training', note: '', data: [], report: null, incident: null, against: null };

it('an intent of version 1 is a training of which its figures are known', () => {
  const row = { _id: 'run:shop:1', v: 1, status: 'due', progress: { runId: 'r' }, intent: told };
  expect(migrations['mlflow_outbox']?.[1]?.(row)).toEqual({ ...row, intent: whole });
});

it('one of a moment ago that is a switch stays one', () => {
  const intent = { kind: 'switch', key: 'switch:shop:7', version: 1, how: 'rolled_back' };
  expect(migrations['mlflow_outbox']?.[1]?.({ intent })).toMatchObject({ intent });
});

it('what waits to leave a state of version 3 is taken along, the rest is as it was', () => {
  const news = { to: 'outbox', key: 'a', news: { kind: 'rolled_back' } };
  const before = {
    _id: 'shop',
    v: 3,
    rev: 8,
    champion: 2,
    pending: [news, { to: 'mlflow', key: 'b', intent: told }],
  };
  const pending = [news, { to: 'mlflow', key: 'b', intent: whole }];
  expect(migrations['watch_state']?.[3]?.(before)).toEqual({ ...before, pending });
});
