import type { Span } from '../../../full-report.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

/** A look at the rows of a time, or at one feature. */
export const reading = {
  spans: { '1h': 'the last hour', '24h': 'the last 24 hours', '7d': 'the last 7 days' } satisfies Record<
    Span,
    string
  > as Record<Span, string>,
  title: (span: string, of: string) => `📖 Reading of ${span} - ${of}`,
  noVerdict: (span: string, rows: number) => `No verdict: a reading of ${span}, ${counted(rows, 'row')}.`,
  decides: ' It raises no alarm and ends none.',
  cut: (rows: number) => `only the newest ${count(rows)} rows of it were read`,
  columns: (columns: number) => `What moved (${counted(columns, 'column')}, p adjusted, beyond chance ●)`,
  feature: (name: string, of: string) => `🔬 ${name} - ${of}`,
  apart: 'This feature moved by more than chance explains.',
  alike: 'This feature did not move by more than chance explains.',
  fewValues: 'Too few values to compare this feature.',
  score: 'Effect',
  ofAll: (score: string) => `all features together ${score}`,
  missing: 'Missing',
  quiet: 'nothing of the newest check speaks of it',
  lastDrifted: 'Last drifted',
  check: (number: number) => `check ${number}, `,
  never: (checks: number) => `not in the last ${counted(checks, 'check')}`,
  statistics: 'Statistics (by chance in brackets)',
  quantiles: 'Values: quantile, reference, now',
  shares: 'Shares: category, reference, now',
  others: 'all others',
};
