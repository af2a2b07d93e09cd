import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

/** The first labelled rows of a promoted version, which the one before answers beside it. */
export const probation = {
  name: 'Probation',
  title: (change: string, watch: string) => `🔄 Retrained ${change}, on probation - ${watch}`,
  undoneTitle: (change: string, watch: string) => `↩️ Rolled back ${change}, drift goes on - ${watch}`,
  serves: ' It is on probation: the version before answers beside it, and serves again if it proves better.',
  progress: (rows: number, needed: number) => `${count(rows)} of ${counted(needed, 'labelled row')}`,
  oldOnly: (rows: number) => `only the version before right: ${count(rows)}`,
  newOnly: (rows: number) => `only the new one right: ${count(rows)}`,
  passed: ' Its probation is passed.',
  again: (to: number) => `Version ${to} serves again, by itself.`,
  worse: (from: number, rows: number, alone: { oldOnly: number; newOnly: number }): Rich => [
    ` Version ${from} failed its probation: of ${counted(rows, 'labelled row')} it alone was right on `,
    `${count(alone.newOnly)}, the version before alone on ${count(alone.oldOnly)}.`,
  ],
  passedLine: ' probation passed',
  undoneLine: (from: number, to: number) => ` probation failed, v${from} -> v${to}`,
  notes: {
    begun: (change: string) => `🔄 Challenger promoted, ${change}, on probation`,
    undone: (change: string) => `↩️ Probation failed, rolled back ${change}`,
    passed: (version: number) => `✅ Probation passed, v${version} stays`,
  },
};
