// Runs kept without MLflow, sent to one later by a command.
import { afterEach, describe, expect, it } from 'vitest';
import { aimed, exportAll, mlflowUsage } from '../../bot/mlflow.ts';
import { AppError } from '../../core/errors.ts';
import { callerOf, openStage, refusalOf, type Stage, start } from './stage.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});
const admin = callerOf('admin');

/** Two trainings, a rollback, and the checks between them, with nobody told. */
async function kept(): Promise<Stage> {
  const opened = await openStage();
  stage = opened;
  await opened.arrive(600);
  await opened.patrol();
  await opened.rounds(2);
  await opened.ops.train({ force: true }, admin);
  opened.clock.advance(1_000);
  await opened.ops.rollback({}, admin);
  return opened;
}

/** Exports to the archive, by a process of its own. */
async function exported({ process, archive }: Stage, tracker = archive.tracker) {
  const lines: string[] = [];
  const world = { ...process('export').world, tracker, notifier: null };
  const code = await exportAll(world, { write: (text) => lines.push(text) });
  return { code, lines };
}

describe('an export', () => {
  it('sends all that was kept, in order, says each, and sends it once', async () => {
    const opened = await kept();
    const { checks } = await opened.state();
    const { code, lines } = await exported(opened);
    expect(code).toBe(0);
    const at = new Date(start).toISOString();
    const later = new Date(start + 4 * 60_000).toISOString();
    const last = new Date(start + 4 * 60_000 + 1_000).toISOString();
    expect(lines).toEqual([
      `${at}  shop v1  first: logged\n`,
      `${later}  shop v2  manual: logged\n`,
      `${last}  shop v1  rolled back: logged\n`,
      `http://mlflow has 3 more of trainings, promotions and rollbacks, and ${checks} checks.\n`,
    ]);
    expect([...opened.archive.runs.keys()]).toHaveLength(2);
    expect(opened.archive.switches).toMatchObject([{ version: 1, aliases: { champion: 1, previous: 2 } }]);
    const again = await exported(opened);
    expect(again.lines).toEqual([
      'http://mlflow has 0 more of trainings, promotions and rollbacks, and 0 checks.\n',
    ]);
    expect((await opened.ops.models({}, admin)).versions.map(({ run }) => run.status)).toEqual([
      'logged',
      'logged',
    ]);
  });

  it('says when the server is away, and costs nothing', async () => {
    const opened = await kept();
    const ping = () => Promise.reject(new AppError('upstream_unavailable', 'MLflow does not answer.'));
    const refusal = await refusalOf(exported(opened, { ...opened.archive.tracker, ping }));
    expect(refusal.message).toBe('MLflow does not answer.');
    expect(opened.archive.state.attempts).toBe(0);
  });

  it('that is cut short says what waits, and goes on where it stopped, at once', async () => {
    const opened = await kept();
    const { tracker, state } = opened.archive;
    const log: typeof tracker.log = async (...asked) => {
      const link = await tracker.log(...asked);
      state.away = true;
      return link;
    };
    const refusal = await refusalOf(exported(opened, { ...tracker, log }));
    expect(refusal.code).toBe('upstream_unavailable');
    expect(refusal.message).toBe('2 still wait: MLflow does not answer.');
    state.away = false;
    expect((await exported(opened)).lines).toHaveLength(3);
  });

  it('ends with 1 where a run is refused for good', async () => {
    const opened = await kept();
    opened.archive.state.refuses = true;
    const { code, lines } = await exported(opened);
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('It refused 3: /status tells why the newest was.\n');
  });

  it('begins anew with another server, whatever a first one gave', async () => {
    const opened = await kept();
    await opened.store.intents.saveProgress(`run:shop:${start}`, { runId: 'theirs', server: 'http://first' });
    await exported(opened);
    expect(opened.archive.runs.get(`run:shop:${start}`)?.progress).toEqual({});
  });
});

describe('the words of the command', () => {
  const settings = { MLFLOW_TRACKING_URI: '', DATA_DIR: 'd' };
  it('name the server, or leave it to the settings', () => {
    const named = aimed(settings, ['mlflow', 'export', '--to', 'http://m:5000']);
    expect(named).toEqual({ MLFLOW_TRACKING_URI: 'http://m:5000', DATA_DIR: 'd' });
    const set = { ...settings, MLFLOW_TRACKING_URI: 'http://set' };
    expect(aimed(set, ['mlflow', 'export'])).toEqual(set);
  });

  it('are refused where they name none, or something else', () => {
    expect(() => aimed(settings, ['mlflow', 'export'])).toThrow('No MLflow is named to send runs to.');
    for (const argv of [
      ['mlflow', 'import'],
      ['mlflow', 'export', '--to'],
      ['mlflow', 'export', 'http://m'],
    ])
      expect(() => aimed(settings, argv)).toThrow(/is not understood/);
    expect(mlflowUsage).toContain('vigie mlflow export [--to URI]');
  });
});
