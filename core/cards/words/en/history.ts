import type { Incident } from '../../../news.ts';
import type { HistoryResult } from '../../../ops/history-result.ts';
import type { RetrainRecord } from '../../../record.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

type Kind = HistoryResult['kind'];

export const history = {
  titles: {
    checks: (of: string) => `📜 Checks - ${of}`,
    retrains: (of: string) => `📜 Retrainings - ${of}`,
    incidents: (of: string) => `📜 Incidents - ${of}`,
    audit: (of: string) => `📜 Who did what - ${of}`,
    traffic: (of: string) => `📜 Rows and labels from programs - ${of}`,
  } as Record<Kind, (of: string) => string>,
  all: 'all watches',
  none: 'There is nothing here yet.',
  block: (zone: string) => `Newest first, times in ${zone}`,
  file: (rows: number) => `The file has ${counted(rows, 'row')}.`,
  cut: 'Older ones are left out.',
  refused: 'the file was not taken here; ask in a terminal',
  older: 'Older',
  newer: 'Newer',
  heads: {
    checks: ['#', 'rows until', 'v', 'rows', 'score', 'verdict'],
    retrains: ['ended', 'result', 'v', 'accuracy', 'by', 'run'],
    incidents: ['#', 'opened', 'closed', 'how', 'fired', 'taken by'],
    audit: ['at', 'by', 'via', 'operation', 'what', 'outcome'],
  },
  open: 'open',
  results: {
    promoted: 'promoted',
    forced: 'forced',
    rejected: 'kept out',
    proposed: 'proposed',
    cancelled: 'cancelled',
    failed: 'failed',
  } as Record<RetrainRecord['result'], string>,
  by: (name: string) => `by ${name}`,
  resolutions: {
    promoted: 'promoted',
    quiet: 'went quiet',
    rolled_back: 'rolled back',
    expected: 'expected',
    closed: 'closed by hand',
  } as Record<NonNullable<Incident['resolution']>, string>,
  verdicts: { ok: 'ok', drift: 'drift', insufficient_data: 'too few rows', small: 'drift, small' },
};
