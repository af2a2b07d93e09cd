// The table of subjects, in the order they run.
import type { Subject } from '../../subject.ts';
import { budget } from './budget.ts';
import { cost } from './cost.ts';
import { delays } from './delays.ts';
import { real } from './real.ts';
import { rules } from './rules.ts';
import { stepsUp } from './steps.ts';
import { streams } from './streams.ts';

export const subjects: readonly Subject[] = [
  budget,
  delays,
  rules,
  stepsUp,
  streams,
  real(process.env['DRIFT_DATA']),
  cost,
];
