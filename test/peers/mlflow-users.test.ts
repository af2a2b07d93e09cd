// Against a real MLflow server that knows users and what each may do; started by .ci/peers/mlflow.sh.
import { describe, expect, it } from 'vitest';
import { nobody } from '../core/adapters/mlflow/tracked.ts';
import { facts, outboxOf, readRun, training } from '../core/adapters/mlflow/training.ts';
import { adminUri, call, freshName, post, trackerOf } from './mlflow-peer.ts';
import { expectWhole, promotedOf } from './mlflow-whole.ts';

/** A user who may only read what others made. */
async function newUser() {
  const user = { username: freshName(), password: 'user-password-1', token: '' };
  await call('users/create', { username: user.username, password: user.password }, adminUri);
  return user;
}

/** An experiment of the administrator's. */
async function theirExperiment() {
  const name = freshName();
  const made = await call('experiments/create', { name }, adminUri);
  return { name, id: String(Object(made).experiment_id) };
}

/** What the administrator does in MLflow's "Permissions". */
const grantEdit = ({ username }: { username: string }, resource_type: string, resource_id: string) =>
  post(
    '3.0/mlflow/users/permissions/grant',
    { username, resource_type, resource_id, permission: 'EDIT' },
    adminUri,
  );

describe('a server with users', () => {
  const { username, password } = new URL(adminUri);
  const admin = { username, password, token: '' };

  it('is pinged and written by a user it knows', async () => {
    const outbox = outboxOf(training);
    await trackerOf({ auth: admin }).ping();
    await trackerOf({ experiment: freshName(), auth: admin }).log(outbox.item(), facts, outbox.save);
    expect(outbox.progress()).toMatchObject({ step: 'finished' });
  });

  it.each([
    ['nobody', nobody, /^Set MLFLOW_TRACKING_USERNAME/],
    ['a wrong password', { ...admin, password: 'wrong' }, /^Correct MLFLOW_TRACKING_USERNAME/],
    ['a token', { ...nobody, token: 'wrong' }, /^Correct MLFLOW_TRACKING_TOKEN/],
  ])('asks %s for other credentials', async (_, auth, remedy) => {
    await expect(trackerOf({ auth }).ping()).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringContaining('(401)'),
      remedy: expect.stringMatching(remedy),
    });
  });

  it("keeps a user who may only read out of somebody else's experiment", async () => {
    const auth = await newUser();
    const { name } = await theirExperiment();
    const outbox = outboxOf(training);
    await expect(
      trackerOf({ experiment: name, auth }).log(outbox.item(), facts, outbox.save),
    ).rejects.toMatchObject({
      code: 'upstream_unavailable',
      remedy: expect.stringContaining('Grant EDIT'),
    });
  });

  it('lets such a user log in an experiment it makes itself', async () => {
    const auth = await newUser();
    const outbox = outboxOf(training);
    await trackerOf({ experiment: freshName(), auth }).log(outbox.item(), facts, outbox.save);
    expect(outbox.progress()).toMatchObject({ step: 'finished' });
  });

  it("takes run, version and alias into somebody else's experiment and model once EDIT is granted on both", async () => {
    const auth = await newUser();
    const experiment = await theirExperiment();
    const watch = freshName();
    await call('registered-models/create', { name: watch }, adminUri);
    const { intent, given } = promotedOf(watch);
    const outbox = outboxOf(intent);
    const drain = () =>
      trackerOf({ experiment: experiment.name, auth }).log(outbox.item(), given, outbox.save);

    await grantEdit(auth, 'experiment', experiment.id);
    await expect(drain()).rejects.toMatchObject({
      code: 'upstream_unavailable',
      remedy: expect.stringContaining('Grant EDIT'),
    });
    expect(outbox.progress()).toMatchObject({ step: 'scores' });

    await grantEdit(auth, 'registered_model', watch);
    const { runId } = await drain();
    await expectWhole(adminUri, watch, runId);
    expect(await readRun(adminUri, runId)).toMatchObject({ experiment_id: experiment.id });
  }, 240_000);
});
