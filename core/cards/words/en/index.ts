import type { Locale } from '../index.ts';
import { failure } from './failure.ts';
import { label } from './label.ts';

export const en = { tag: 'en' as Locale, failure, label };
