import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

/** The drift report, and what the card of an incident shares with it. */
export const drift = {
  verdict: {
    fewRows: 'No verdict: too few rows to judge.',
    fell: 'Accuracy fell by more than the threshold allows.',
    held: 'No drift: accuracy held within the threshold.',
    large: 'Drift is proven, and it is large.',
    small: 'Drift is proven, but small: real, and below the threshold.',
    unproven: 'The score is over the threshold, but drift is not yet proven: chance may explain it.',
    proven: 'Drift is proven.',
    none: 'No proof of drift.',
  },
  titles: {
    none: (of: string) => `⏳ No verdict yet - ${of}`,
    unproven: (of: string) => `👀 Drift not yet proven - ${of}`,
    ok: (of: string) => `✅ No drift - ${of}`,
    drift: (of: string) => `🚨 Drift detected - ${of}`,
  },
  check: (number: number) => `check ${number}`,
  score: 'Drift score',
  noScore: 'no score yet',
  threshold: (limit: string): Rich => ['(threshold ', { code: limit }, ')'],
  accuracy: 'Accuracy',
  beforeNow: 'Accuracy before -> now',
  noBaseline: 'the reference has no labels yet',
  unlabelled: 'no labels arrive for this watch',
  labels: (labelled: number, before: string): Rich => [
    labelled === 0 ? 'no labels yet' : `only ${counted(labelled, 'labelled row')} yet`,
    ', before ',
    { code: before },
  ],
  labelled: (rows: number) => counted(rows, 'labelled row'),
  windowRows: (rows: number, fresh: number) => `${counted(rows, 'row')}, ${count(fresh)} new`,
  evidence: 'Evidence',
  ofAlarm: (share: string) => `${share} of an alarm`,
  learning: (told: { learning: number; signals: number; because: string }) =>
    `${count(told.learning)} of ${counted(told.signals, 'signal')} still learning (${told.because})`,
  suspicion: (share: string) => `; with them ${share}, which is no proof`,
  causes: 'Evidence comes from',
  since: 'Changed since',
  ago: (rows: number) => `${counted(rows, 'row')} ago`,
  estimated: 'Accuracy estimated',
  estimatedFrom: (rows: number) => `from the scores of ${counted(rows, 'row')}`,
  outside: (share: string) => `${share} of the scores beyond what is calibrated`,
  moved: (features: number, proven: number) =>
    `What moved (${counted(features, 'feature')}, ${count(proven)} in evidence ●)`,
  quality: 'Data quality',
  faults: (faults: number) => `${counted(faults, 'value')} could not be read, first `,
};
