// The table of subjects, in the order they run.
import type { Subject } from '../../subject.ts';
import { gate } from './gate.ts';
import { real } from './real.ts';
import { streams } from './streams.ts';

export const subjects: readonly Subject[] = [streams, real(process.env['DRIFT_DATA']), gate];
