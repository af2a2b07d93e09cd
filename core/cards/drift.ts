// The drift report of a watch: what /drift shows, and what a check tells when it is told at all. Pure.
import type { DriftReport } from '../drift.ts';
import type { DriftResult, PatrolResult } from '../ops/results.ts';
import { across, type Block, bareCard, beside, type Card, type Field, type Rich, type Tone } from './card.ts';
import {
  accuracyField,
  causesBlock,
  changeField,
  estimateField,
  evidenceField,
  faultsField,
  movedBlock,
  scoreField,
  verdictSentence,
  windowField,
} from './drift-parts.ts';
import { ledgerField, monitorField } from './monitor-parts.ts';
import { counted, decimal } from './numbers.ts';

const sparks = '▁▂▃▄▅▆▇█';
const trendShown = 30;

interface Headline {
  readonly tone: Tone;
  readonly title: string;
}

/** The newest report of a watch, with the trend of its scores; `checked` = the check that was just asked for. */
export function driftCard(result: DriftResult, checked: PatrolResult | null, at: number): Card {
  const { report } = result;
  if (report === null) return noReportCard(result, checked?.waiting ?? null, at);
  const card = reportCard(report);
  return {
    ...card,
    fields: [
      ...card.fields,
      ...ledgerField(result.ledger),
      ...monitorField(result.prospect),
      ...incidentField(result),
      ...checkedField(checked),
    ],
    blocks: [...card.blocks, ...trendBlock(result.trend, report.threshold)],
  };
}

/** One report, told on its own. */
export function reportCard(report: DriftReport): Card {
  const reach: Field[] =
    report.rowsUntil === null ? [] : [beside('Rows until', { time: report.rowsUntil, style: 'full' })];
  return {
    ...bareCard,
    ...headline(report),
    summary: verdictSentence(report),
    fields: [
      scoreField(report),
      accuracyField(report.performance, true),
      ...estimateField(report),
      windowField(report),
      ...evidenceField(report),
      ...changeField(report),
      ...reach,
      ...faultsField(report),
    ],
    blocks: [...causesBlock(report), ...movedBlock(report)],
    footer: `${report.watch} · check ${report.number}`,
    at: report.at,
  };
}

function headline(report: DriftReport): Headline {
  const of = `${report.watch} v${report.version}`;
  if (report.verdict === 'insufficient_data') return { tone: 'plain', title: `⏳ No verdict yet - ${of}` };
  if (report.verdict === 'ok' && report.grade === 'unproven') {
    return { tone: 'warn', title: `👀 Drift not yet proven - ${of}` };
  }
  if (report.verdict === 'ok') return { tone: 'good', title: `✅ No drift - ${of}` };
  const tone = report.grade === 'small' ? 'warn' : 'bad';
  return { tone, title: `🚨 Drift detected - ${of}` };
}

function noReportCard({ watch, elsewhere, prospect }: DriftResult, waiting: string | null, at: number): Card {
  const first = elsewhere ? 'the reference is taken' : 'a model is trained';
  const send: Rich = elsewhere
    ? ['send rows with POST /observations, or add rows']
    : ['send labels with ', { code: '/label' }, ' or POST /labels, or add rows'];
  return {
    ...bareCard,
    tone: 'plain',
    title: `⏳ No check yet - ${watch}`,
    summary: [waiting ?? `The first report comes with the first check after ${first}.`],
    fields: [
      waiting === null
        ? across('What to do', 'Check now: ', { code: `/drift watch:${watch} run:now` })
        : across('What to do', ...send),
      ...monitorField(prospect),
    ],
    footer: watch,
    at,
  };
}

function incidentField({ incident, report }: DriftResult): Field[] {
  if (incident === null || incident.phase === 'resolved') return [];
  const quiet = report?.verdict === 'ok' ? ', stays open until drift is over for good' : '';
  return [
    across(
      'Incident',
      `#${incident.number}, opened `,
      { time: incident.openedAt, style: 'relative' },
      `, ${phaseWords[incident.phase]}${quiet}`,
    ),
  ];
}

const phaseWords = {
  firing: 'open',
  retraining: 'retraining',
  rejected: 'open, the last challenger was kept out',
} as const;

function checkedField(checked: PatrolResult | null): Field[] {
  if (checked === null) return [];
  if (checked.checks === 0) {
    return [across('Checked now', 'No new rows since the last check: this is the newest report.')];
  }
  const { retrain } = checked;
  const found = `${counted(checked.rows, 'new row')} in ${counted(checked.checks, 'check')}.`;
  if (retrain === null) return [across('Checked now', found)];
  const trained =
    retrain.result === 'promoted'
      ? ` Retrained v${retrain.championBefore} -> v${retrain.version ?? 'next'}.`
      : ` Retrained, the challenger was kept out: ${retrain.trial.reason}`;
  return [across('Checked now', found, trained)];
}

/** Oldest to newest, so that time runs to the right; a check without a score leaves a gap. */
function trendBlock(trend: DriftResult['trend'], threshold: number): Block[] {
  const scores = trend
    .slice(0, trendShown)
    .map(([, score]) => score)
    .reverse();
  const known = scores.flatMap((score) => (score !== null && Number.isFinite(score) ? [score] : []));
  if (known.length < 2) return [];
  const highest = Math.max(...known);
  const top = Math.max(highest, threshold);
  const line = scores.map((score) => spark(score, top)).join('');
  const facts = `highest ${decimal(highest, 2)}, threshold ${decimal(threshold, 2)}`;
  return [{ name: `Score of the last ${counted(scores.length, 'check')}`, lines: [line, facts] }];
}

function spark(score: number | null, top: number): string {
  if (score === null || !Number.isFinite(score)) return '·';
  const level = Math.floor((Math.max(0, score) / top) * sparks.length);
  return sparks[Math.min(level, sparks.length - 1)] ?? '·';
}
