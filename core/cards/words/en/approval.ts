import type { Rich } from '../../card.ts';

/** A challenger that passed the gate and waits for a person. */
export const approval = {
  approve: 'Approve',
  reject: 'Reject',
  title: (watch: string, from: number, to: number) => `✋ Approve ${watch} v${from} -> v${to}?`,
  incident: (of: string) => `✋ A challenger waits for approval - ${of}`,
  waits: 'The challenger waits for approval.',
  field: 'Approval',
  until: 'until ',
  afterwards: '; from then on the rows it was judged on are older than 24 hours',
  next: (approve: string, reject: string): Rich => [
    'let the challenger serve with ',
    { code: approve },
    ', or refuse it with ',
    { code: reject },
  ],
  passed: (took: string) => ` challenger passed the gate (training took ${took})`,
  note: '✋ The challenger passed the gate and waits for approval',
  status: (version: number) => `v${version} waits for approval until `,
  dryRun: (watch: string) => `🧪 Dry run: the challenger would wait for approval - ${watch}`,
  checked: ' Retrained, the challenger waits for approval: ',
  declined: (by: string, otherwise: string) => `refused by ${by}; otherwise: ${otherwise}`,
  expired: (otherwise: string) => `nobody approved it within 24 hours; otherwise: ${otherwise}`,
  refused: (watch: string, version: number) => `✖️ Refused v${version} - ${watch}`,
  servesOn: (champion: number) => `Version ${champion} serves on; the challenger stays kept.`,
};
