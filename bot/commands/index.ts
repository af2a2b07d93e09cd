// The table of commands: Discord, the terminal and one-shot calls read the same one.
import { alertsAck, alertsList, alertsResolve, alertsSnooze, alertsTest, alertsUnsnooze } from './alerts.ts';
import { alertsExpected } from './alerts-expected.ts';
import { alertsThreshold } from './alerts-threshold.ts';
import { approve, reject } from './approve.ts';
import { cancel } from './cancel.ts';
import type { Command, Groups } from './command.ts';
import { configReset, configSet, configShow } from './config.ts';
import { digestNow, digestReset, digestSet } from './digest.ts';
import { drift } from './drift.ts';
import { helpCommand } from './help.ts';
import { history } from './history.ts';
import { jobs } from './jobs.ts';
import { label } from './label.ts';
import { modelCompare, modelInfo, modelList } from './model.ts';
import { predict } from './predict.ts';
import { promote } from './promote.ts';
import { quarantineDiscard, quarantineList, quarantineRelease } from './quarantine.ts';
import { retrain } from './retrain.ts';
import { rollback } from './rollback.ts';
import { simulate } from './simulate.ts';
import { status } from './status.ts';
import { train } from './train.ts';

const table = [
  status,
  drift,
  predict,
  retrain,
  cancel,
  train,
  label,
  modelList,
  modelInfo,
  modelCompare,
  approve,
  reject,
  promote,
  rollback,
  alertsList,
  alertsAck,
  alertsSnooze,
  alertsUnsnooze,
  alertsExpected,
  alertsResolve,
  alertsThreshold,
  alertsTest,
  quarantineList,
  quarantineRelease,
  quarantineDiscard,
  digestNow,
  digestSet,
  digestReset,
  history,
  simulate,
  jobs,
  configShow,
  configSet,
  configReset,
] as const;

export const commands: readonly Command[] = [...table, helpCommand(table)];

/** What Discord and the help say of the first word of two-word names. */
export const groups: Groups = {
  alerts: {
    en: 'Incidents: who takes them, and what is told of them',
    fr: 'Incidents : qui s’en occupe, et ce qui en est dit',
  },
  config: {
    en: 'What holds and who decided it, and what may be replaced',
    fr: 'Ce qui vaut, qui l’a décidé, et ce qui peut être remplacé',
  },
  digest: {
    en: 'What a day or week came to, and when it is told',
    fr: 'Le bilan d’un jour ou d’une semaine, et quand il est publié',
  },
  model: { en: 'The versions that are kept', fr: 'Les versions gardées' },
  quarantine: {
    en: 'Rows that are held back because their data is faulty',
    fr: 'Les lignes retenues parce que leurs données sont fautives',
  },
};
