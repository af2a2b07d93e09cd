import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const report = {
  title: (moved: string, of: string) => `🔎 Full report: ${moved} - ${of}`,
  moved: (columns: number) => `${counted(columns, 'column')} moved`,
  together: 'no column alone moved',
  nothing: 'nothing moved',
  headlines: {
    moved: (columns: number, all: number) =>
      `${counted(columns, 'column')} of ${count(all)} moved by more than chance explains.`,
    together: 'No column alone moved by more than chance explains, but all of them together did.',
    nothing: 'No column moved by more than chance explains.',
  },
  oneLook: ' One look at the window: it raises no alarm and ends none.',
  compared: (columns: number) => `${counted(columns, 'column')} compared`,
  allTogether: 'All features together',
  fewRows: 'too few rows to tell the window from the reference',
  byChance: (low: string, high: string) => `, by chance ${low} to ${high}`,
  same: 'A classifier cannot tell the window from the reference: ',
  apart: 'A classifier tells the window from the reference: ',
  leansOn: '. It leans on ',
  predictions: 'What moved the predictions',
  logOdds: (towards: string, change: string): Rich => ['Log-odds of ', { code: towards }, ` ${change}: `],
  columns: 'Columns (p adjusted for their number, moved ones marked ●)',
  columnHeads: ['column', 'effect', 'p', 'before -> now'],
  distances: 'Distances (bulk: W1/sd between the 1 % and 99 % quantiles)',
  distanceHeads: ['column', 'JS (chance)', 'PSI', 'KS', 'W1/sd (chance)', 'bulk'],
  accuracy: 'Accuracy',
  noAccuracy: 'unknown: no labels yet',
  before: 'Accuracy before',
  beforeOn: (rows: number) => `on ${counted(rows, 'row')}`,
  estimated: 'Accuracy now, estimated',
  uncalibrated: 'too few labels to calibrate',
  unlike: (share: string) => `${share} of rows score like none before`,
  asBefore: 'if labels mean what they did',
  measured: 'Accuracy now, measured',
  noLabels: 'no labels yet',
  interval: (low: string, high: string, rows: number) =>
    `${low} to ${high}, ${counted(rows, 'labelled row')}`,
};
