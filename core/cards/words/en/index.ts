import type { Locale } from '../index.ts';
import { actions } from './actions.ts';
import { alerts } from './alerts.ts';
import { approval } from './approval.ts';
import { asked } from './asked.ts';
import { backlog } from './backlog.ts';
import { cancel } from './cancel.ts';
import { champion } from './champion.ts';
import { chart } from './chart.ts';
import { config } from './config.ts';
import { confirm } from './confirm.ts';
import { digest } from './digest.ts';
import { drift } from './drift.ts';
import { dryRun } from './dry-run.ts';
import { expected } from './expected.ts';
import { failure } from './failure.ts';
import { form } from './form.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { incident } from './incident.ts';
import { jobs } from './jobs.ts';
import { label } from './label.ts';
import { life } from './life.ts';
import { models } from './models.ts';
import { monitor } from './monitor.ts';
import { noData } from './no-data.ts';
import { numbers } from './numbers.ts';
import { prediction } from './prediction.ts';
import { probation } from './probation.ts';
import { progress } from './progress.ts';
import { promote } from './promote.ts';
import { quarantine } from './quarantine.ts';
import { reading } from './reading.ts';
import { refusal } from './refusal.ts';
import { report } from './report.ts';
import { retrain } from './retrain.ts';
import { rolledBack } from './rolled-back.ts';
import { run } from './run.ts';
import { digestPlan, settings } from './settings.ts';
import { shared } from './shared.ts';
import { signals } from './signals.ts';
import { simulate } from './simulate.ts';
import { status } from './status.ts';
import { threshold } from './threshold.ts';
import { times } from './times.ts';
import { trained } from './trained.ts';

export const en = {
  tag: 'en' as Locale,
  actions,
  alerts,
  approval,
  asked,
  backlog,
  cancel,
  champion,
  chart,
  config,
  confirm,
  digest,
  drift,
  dryRun,
  expected,
  failure,
  form,
  help,
  history,
  incident,
  jobs,
  label,
  life,
  models,
  monitor,
  noData,
  numbers,
  prediction,
  probation,
  progress,
  promote,
  quarantine,
  reading,
  refusal,
  report,
  retrain,
  rolledBack,
  run,
  digestPlan,
  settings,
  shared,
  signals,
  simulate,
  status,
  threshold,
  times,
  trained,
};
