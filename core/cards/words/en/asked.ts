import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

/** What /drift adds to the report. */
export const asked = {
  noCheck: (watch: string) => `⏳ No check yet - ${watch}`,
  first: 'The first report comes with the first check after a model is trained.',
  firstElsewhere: 'The first report comes with the first check after the reference is taken.',
  sendRows: 'send rows with POST /observations, or add rows',
  sendLabels: ['send labels with ', { code: '/label' }, ' or POST /labels, or add rows'] as Rich,
  checkNow: 'Check now: ',
  incident: 'Incident',
  opened: (number: number) => `#${number}, opened `,
  phases: {
    firing: 'open',
    retraining: 'retraining',
    rejected: 'open, the last challenger was kept out',
    probation: 'open, the new version is on probation',
    proposed: 'open, a challenger waits for approval',
  },
  stays: ', stays open until drift is over for good',
  checked: 'Checked now',
  nothingNew: 'No new rows since the last check: this is the newest report.',
  found: (rows: number, checks: number) => `${counted(rows, 'new row')} in ${counted(checks, 'check')}.`,
  promoted: (before: number, version: number | null) => ` Retrained v${before} -> v${version ?? 'next'}.`,
  rejected: ' Retrained, the challenger was kept out: ',
  trend: (checks: number) => `Score of the last ${counted(checks, 'check')}`,
  highest: (highest: string, limit: string) => `highest ${highest}, threshold ${limit}`,
};
