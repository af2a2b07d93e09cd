import type { Words } from '../index.ts';
import { failure } from './failure.ts';
import { label } from './label.ts';

export const fr: Words = { tag: 'fr', failure, label };
