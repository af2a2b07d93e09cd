// The picture of an incident: the features that moved, and where the evidence comes from. Pure.
import type { DriftReport } from '../drift.ts';
import type { Incident } from '../news.ts';
import type { BarPanel, Chart } from './chart.ts';
import { altMoved, movedPanel } from './drift-chart.ts';
import type { Words } from './words/index.ts';

/** null = there is nothing to show. */
export function incidentChart(incident: Incident, words: Words): Chart | null {
  const { opened } = incident;
  const { chart } = words;
  const moved = movedPanel(movedReport(incident), words);
  const evidence = evidencePanel(opened, words);
  const panels = [moved, evidence].filter((panel) => panel !== null);
  if (panels.length === 0) return null;
  const shares = (evidence?.bars ?? []).map(({ name, said }) => `${name} ${said}`).join(', ');
  return {
    title: chart.incident(opened.watch),
    alt: [...altMoved(moved, words), ...(shares === '' ? [] : [chart.alt.evidence(shares)])].join(' '),
    locale: words.times.locale,
    // Bars have no axis of time.
    timezone: 'UTC',
    panels,
    leftOut: chart.leftOut,
  };
}

/** The report that tells best what moved: once drift is over, the one of the alarm. */
export function movedReport({ phase, opened, latest }: Incident): DriftReport {
  return phase === 'resolved' || latest.verdict !== 'drift' ? opened : latest;
}

function evidencePanel({ evidence }: DriftReport, { chart, numbers, signals }: Words): BarPanel | null {
  const causes = evidence?.causes ?? [];
  if (causes.length === 0) return null;
  const bars = causes.map(({ kind, of, share }) => ({
    name: signals.subjects[kind](of ?? ''),
    value: share,
    said: numbers.wholePercent(share),
    look: 'main' as const,
  }));
  return { kind: 'bars', title: chart.evidence, bars, threshold: null, full: 1, empty: '' };
}
