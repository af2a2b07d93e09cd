import { numbers } from './numbers.ts';

const { counted } = numbers;

/** What stands in pictures, and what tells of them to those who do not see them. */
export const chart = {
  drift: (watch: string) => `${watch} - drift`,
  incident: (watch: string) => `${watch} - what drifted`,
  scoreNow: (score: string) => `score ${score}`,
  threshold: (limit: string) => `threshold ${limit}`,
  noScore: 'No score yet: too few rows',
  alarm: 'alarm',
  serves: (version: number) => `v${version} serves`,
  measured: (accuracy: string) => `measured ${accuracy}`,
  estimated: (accuracy: string) => `estimated ${accuracy}`,
  baseline: (accuracy: string) => `baseline ${accuracy}`,
  moved: 'What moved (0 nothing, 1 all)',
  evidence: 'Share of the evidence',
  alt: {
    scores: (checks: number, score: string | null, limit: string) =>
      `Drift score of the last ${counted(checks, 'check')}: ${score === null ? 'none' : score} now, threshold ${limit}.`,
    accuracy: (known: string) => `Accuracy: ${known}.`,
    moved: (features: string) => `What moved most: ${features}.`,
    evidence: (shares: string) => `Share of the evidence: ${shares}.`,
  },
  leftOut: 'chart left out, Discord refused the file',
};
