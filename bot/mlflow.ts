// `vigie mlflow ...`: what was kept here while no MLflow was there, sent to one.
import { AppError } from '../core/errors.ts';
import { exportRuns } from '../core/ops/export.ts';
import type { World } from '../core/ops/world.ts';

export const mlflowUsage = `${[
  'vigie mlflow export [--to URI]   sends the runs that are kept here, oldest first, then the checks, to the MLflow at URI',
  '                                 (MLFLOW_TRACKING_URI when it is left out); what is there already is left as it is',
  '',
  'While no MLFLOW_TRACKING_URI is set, trainings, promotions and rollbacks are kept in the store: 5000 of them; checks for',
  '30 days. Once it is set they go there by themselves: an export is for a server that is not to be told from then on.',
].join('\n')}\n`;

/** The settings with the server that `mlflow export` names. @throws AppError `invalid_input`, or `invalid_config` without any */
export function aimed<S extends { readonly MLFLOW_TRACKING_URI: string }>(
  settings: S,
  argv: readonly string[],
): S {
  const [, command, flag, to, ...rest] = argv;
  const whole = flag === undefined || (flag === '--to' && to !== undefined && rest.length === 0);
  if (command !== 'export' || !whole)
    throw new AppError('invalid_input', `${argv.slice(0, 3).join(' ')} is not understood.`, {
      remedy: `Use this:\n${mlflowUsage}`,
    });
  const uri = to ?? settings.MLFLOW_TRACKING_URI;
  if (uri === '')
    throw new AppError('invalid_config', 'No MLflow is named to send runs to.', {
      remedy: 'Name it: vigie mlflow export --to http://HOST:PORT. Or set MLFLOW_TRACKING_URI.',
    });
  return { ...settings, MLFLOW_TRACKING_URI: uri };
}

/** A line a run, and one at the end. The exit code: 1 where MLflow would not have one of them. @throws as `exportRuns` */
export async function exportAll(world: World, out: { write(text: string): unknown }): Promise<number> {
  const say = (line: string) => void out.write(`${line}\n`);
  const { server, logged, refused, checks } = await exportRuns(world, (intent, outcome) => {
    const { watch, version, endedAt } = intent;
    const what = intent.kind === 'switch' ? intent.how.replace('_', ' ') : intent.trigger;
    const named = version === null ? watch : `${watch} v${version}`;
    say(`${new Date(endedAt).toISOString()}  ${named}  ${what}: ${outcome}`);
  });
  say(`${server} has ${logged} more of trainings, promotions and rollbacks, and ${checks} checks.`);
  if (refused > 0) say(`It refused ${refused}: /status tells why the newest was.`);
  return refused > 0 ? 1 : 0;
}
