// The table of subjects, in the order they run.
import type { Subject } from '../../subject.ts';
import { busy } from './busy.ts';
import { requests } from './requests.ts';

export const subjects: readonly Subject[] = [requests, busy];
