import type { Learning, SignalKind } from '../../../drift.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

/** What the evidence is gathered from, and why it says what it says. */
export const signals = {
  /** Short: a column of a block. */
  subjects: {
    feature: (of) => of,
    missing: (of) => `${of} missing`,
    range: (of) => `${of} out of range`,
    category: (of) => `${of} unheard-of`,
    score: () => 'scores',
    prediction: () => 'predictions',
    label: (of) => `labels "${of}"`,
    error: () => 'accuracy',
    estimate: () => 'estimated accuracy',
  } satisfies Record<SignalKind, (of: string) => string> as Record<SignalKind, (of: string) => string>,
  /** In full, of values that no row of the reference has. */
  unseen: (of: string) => `${of} not seen before`,
  /** Between two of them. */
  between: '; ',
  mean: 'mean',
  allMissing: 'unknown (all missing)',
  learning: {
    'few rows': 'the reference has fewer than 800 rows',
    'short history': 'the reference does not hold two cycles',
    'restless history': 'the reference moves too much by itself',
    'few labels': 'the reference has fewer than 100 labels',
  } as Record<Learning, string>,
  reasons: {
    noBaseline: 'the reference window has no labels to measure an accuracy on',
    noLabels: 'none of the new rows has a label yet',
    fewRows: (rows: number, needed: number) => `${rows} of ${needed} rows that a window needs`,
    drop: (told: { now: string; before: string; rows: number; drop: string; over: boolean; limit: string }) =>
      `accuracy ${told.now} against ${told.before} on ${counted(told.rows, 'row')}: a drop of ${told.drop}, ${told.over ? 'over' : 'not over'} the threshold ${told.limit}`,
    learning: 'all signals still learn what is usual',
    standing: (share: string) =>
      `the alarm stands until thirty checks are quiet; since it, ${share} of another`,
    evidence: (share: string) => `the evidence stands at ${share} of what an alarm takes`,
  },
};
