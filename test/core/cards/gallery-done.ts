// Cards that answer questions and reports of rows, labels, jobs and the service, of the fixtures.
import type { Card } from '../../../core/cards/card.ts';
import { configCard } from '../../../core/cards/config.ts';
import { expectedCard } from '../../../core/cards/expected.ts';
import { jobsCard } from '../../../core/cards/jobs.ts';
import { labelCard } from '../../../core/cards/label.ts';
import { predictionCard } from '../../../core/cards/prediction.ts';
import { digestPlanCard, settingCard, settingQuestion } from '../../../core/cards/settings.ts';
import { simulateCard } from '../../../core/cards/simulate.ts';
import { statusCard } from '../../../core/cards/status.ts';
import { configured, manyConfigured, plan, replacedPolicy } from './configured.ts';
import { explained } from './explained.ts';
import { firing, largeDrift, smallDrift, tooFewRows, unproven } from './fixtures.ts';
import type { Shown } from './gallery.ts';
import { noon } from './moments.ts';
import { noTrouble, statusOf, watchOf } from './stati.ts';
import { onProbation } from './tried.ts';

const refused = { channel: 'x4', refused: 'x5', at: noon } as const;
const extras = [
  { ...refused, what: 'thread' },
  { ...refused, what: 'line' },
] as const;

/** Answers about rows and labels, jobs and the service. */
export function doneCards({ said, ...asked }: Shown): Record<string, Card> {
  const answered = { watch: 'demo', version: 3, stored: true };
  const predictions = [{ id: 'p-1', label: 'x1', probabilities: { x1: 0.8731, x2: 0.1269 } }];
  const simulated = { watch: 'demo', strength: 1.5, from: noon };
  const job = { name: 'x1', lastRunAt: noon, nextRunAt: noon, running: true, failure: null };
  const jobs = [job, { ...job, name: 'x2', lastRunAt: null, failure: 'x3' }];
  const expected = { watch: 'demo', incident: 4, version: 8, rows: 120, referenceRows: 12_120 };
  const words = asked.words;
  const seen = { state: 'ALARM', incident: firing, lastReport: largeDrift } as const;
  return {
    expected: expectedCard(said(expected), asked),
    expectedRegistered: expectedCard(said({ ...expected, registered: 'models:/x1@champion' }), asked),
    label: labelCard(said({ watch: 'demo', stored: 2, unknown: [] }), asked),
    unlabelled: labelCard(said({ watch: 'demo', stored: 0, unknown: ['1', '2', '3', '4', '5', '6'] }), asked),
    prediction: predictionCard(said({ ...answered, predictions }), asked),
    explained: predictionCard(
      said({ ...answered, predictions: predictions.map((one) => ({ ...one, explanation: explained })) }),
      asked,
    ),
    unexplained: predictionCard(
      said({ ...answered, predictions: predictions.map((one) => ({ ...one, explanation: null })) }),
      asked,
    ),
    noPrediction: predictionCard(said({ ...answered, predictions: [] }), asked),
    covariate: simulateCard(said({ ...simulated, scenario: 'covariate' }), asked),
    concept: simulateCard(said({ ...simulated, scenario: 'concept' }), asked),
    simulated: simulateCard(said({ ...simulated, scenario: 'none' }), asked),
    config: configCard(said(configured), asked),
    configBare: configCard(said({ ...configured, mlflow: false, watches: manyConfigured }), asked),
    configGeneral: configCard(
      said({
        ...configured,
        replaced: { ...configured.replaced, channel: { value: '99999', by: 'x1', at: noon } },
        digest: { ...plan, off: true, next: null, decided: { by: 'x2', at: noon } },
      }),
      asked,
    ),
    setPolicy: settingCard(said(replacedPolicy), asked),
    setOperators: settingCard(
      said({ ...replacedPolicy, setting: 'operators', watch: null, before: null, now: '1,2', own: null }),
      asked,
    ),
    setAdmins: settingCard(
      said({ ...replacedPolicy, setting: 'admins', watch: null, before: null, now: null, own: null }),
      asked,
    ),
    resetChannel: settingCard(
      said({ ...replacedPolicy, setting: 'channel', now: null, own: null, decided: null }),
      asked,
    ),
    askOperators: settingQuestion({ setting: 'operators', now: null, next: '1,2' }, asked),
    askAdmins: settingQuestion({ setting: 'admins', now: '1', next: null }, asked),
    digestPlan: digestPlanCard(said(plan), asked),
    digestMoved: digestPlanCard(said({ ...plan, channel: '1', decided: { by: 'x1', at: noon } }), asked),
    digestOff: digestPlanCard(
      said({ ...plan, off: true, next: null, decided: { by: 'x1', at: noon } }),
      asked,
    ),
    jobs: jobsCard(said(jobs), asked),
    noJobs: jobsCard(said([]), asked),
    status: statusCard(said(statusOf([watchOf({})])), words),
    statusOpen: statusCard(
      said(statusOf([watchOf({ ...seen }), watchOf({ watch: 'x1', state: 'ACTING' })])),
      words,
    ),
    statusProving: statusCard(
      said(
        statusOf([
          watchOf({
            ...{ state: 'PROBATION', incident: onProbation },
            probation: { old: 7, rows: 120, oldOnly: 4, newOnly: 21, since: noon, carried: false },
          }),
        ]),
      ),
      words,
    ),
    statusBusy: statusCard(said(statusOf([watchOf({ state: 'ACTING' })])), words),
    statusNew: statusCard(
      said(statusOf([watchOf({ champion: null, lastReport: null, state: 'LEARNING' })], { queued: 2 })),
      words,
    ),
    statusTroubled: statusCard(
      said({
        ...statusOf([
          watchOf({
            silentSince: noon,
            incident: {
              ...firing,
              acknowledged: { by: 'x1', at: noon, note: null },
              snoozed: { by: 'x2', at: noon, until: null, reason: null },
            },
          }),
        ]),
        notifications: { notifier: 'x1', waiting: 2, dead: 1, refused: extras },
        trouble: {
          runs: noTrouble,
          cards: { since: noon, retrying: { reason: 'x2' }, dead: { reason: 'x3', at: noon } },
        },
        gateway: { state: 'standing by', problem: null, faults: 0 } as const,
        nextDigestAt: noon,
      }),
      words,
    ),
    statusRefused: statusCard(
      said({
        ...statusOf([watchOf({})]),
        gateway: { state: 'refused', problem: { reason: 'x1', remedy: 'x2' }, faults: 0 } as const,
      }),
      words,
    ),
    statusElsewhere: statusCard(
      said(
        statusOf([
          watchOf({ elsewhere: true, champion: null }),
          watchOf({ watch: 'x1', elsewhere: true, state: 'SUSPECTED', lastReport: tooFewRows }),
        ]),
      ),
      words,
    ),
    statusAway: statusCard(
      said(statusOf([watchOf({ lastReport: unproven })], { ok: false, dead: 2 })),
      words,
    ),
    statusLook: statusCard(
      said(
        statusOf(
          Array.from({ length: 18 }, () => watchOf({ lastReport: smallDrift })),
          { dead: 2 },
        ),
      ),
      words,
    ),
  };
}
