// The table of subjects, in the order they run.
import type { Subject } from '../subject.ts';
import { csv } from './csv.ts';
import { discord } from './discord.ts';
import { drift } from './drift.ts';
import { jobs } from './jobs.ts';
import { loop } from './loop.ts';
import { path } from './path.ts';
import { start } from './start.ts';
import { store } from './store.ts';
import { training } from './training.ts';

export const subjects: readonly Subject[] = [drift, training, csv, path, loop, start, jobs, store, discord];
