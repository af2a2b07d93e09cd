import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';
import { shared } from './shared.ts';

const { count } = numbers;

export const incident = {
  footer: (number: number, watch: string, check: number) => `incident #${number} · ${watch} · check ${check}`,
  titles: {
    pipeline: (of: string) => `🔧 Fix the pipeline - ${of}`,
    drift: (of: string) => `🚨 Drift detected - ${of}`,
    retraining: (of: string) => `🔄 Retraining - ${of}`,
    rejected: (of: string) => `⚠️ Challenger kept out, drift goes on - ${of}`,
    answered: (change: string, watch: string) => `✅ Retrained ${change}, drift answered - ${watch}`,
    reference: (watch: string) => `✅ New reference, incident closed - ${watch}`,
    anew: (watch: string) => `✅ Another version serves, incident closed - ${watch}`,
    rolledBack: (watch: string) => `✅ Rolled back, incident closed - ${watch}`,
    expected: (watch: string) => `✅ Change was expected, incident closed - ${watch}`,
    over: (of: string) => `✅ Drift is over - ${of}`,
  },
  training: 'A challenger is being trained on the new rows. ',
  asksTitle: (rejections: number, of: string) =>
    `🙋 ${count(rejections)} challengers in a row failed, a person has to decide - ${of}`,
  inARow: (rejections: number) =>
    ` ${count(rejections)} challengers in a row failed: the features may no longer explain the label.`,
  decide: (command: string): Rich => [
    'look for a feature that is missing or has changed its meaning, or let the last challenger serve all the same with ',
    { code: command },
    '; ',
  ],
  newReference: 'A new reference was taken: later windows are held against it.',
  byForce: 'A person put another version into service, whatever the gate said.',
  putBack: 'An operator put the previous version back.',
  over: 'The newest checks found no drift any more. The champion was not changed.',
  overElsewhere: 'The newest checks found no drift any more. The reference was not changed.',
  fix: 'Fix the pipeline.',
  broken: (columns: Rich): Rich => [
    ' Most of the evidence is of missing or unheard-of values in ',
    ...columns,
    '.',
  ],
  atAlarm: ' at the alarm, ',
  now: ' now',
  timeline: 'Timeline',
  detected: ' drift detected',
  promoted: (took: string) => ` challenger promoted (training took ${took})`,
  rejected: (took: string) => ` challenger kept out (training took ${took})`,
  cancelled: (by: string) => ` retraining cancelled by ${by}`,
  lastCheck: ' last check of the incident',
  retryAt: 'next automatic retraining not before ',
  details: (command: string): Rich => ['see details with ', { code: command }],
  retrainNow: (command: string): Rich => ['retrain now with ', { code: command }, '; '],
  registerAnew: (alias: string): Rich => [...shared.registerAnew(alias), '; '],
  repair: (columns: Rich): Rich => [
    'mend what fills ',
    ...columns,
    '; no retraining starts by itself, it would learn the fault; ',
  ],
  waiting: (estimated: boolean, labelled: number, needed: number): Rich => [
    `accuracy is ${estimated ? 'estimated' : 'unknown'} until labels come, `,
    `retraining waits for them (${count(labelled)} of ${count(needed)}): send them with `,
    { code: '/label' },
    ' or POST /labels; ',
  ],
  elsewhere: (command: string): Rich => [
    'the model is served elsewhere: retrain it where it lives, then take a new reference with ',
    { code: command },
    '; ',
  ],
};
