// The drift report of a watch: what /drift shows, and what a check tells when it is told at all. Pure.
import type { DriftReport } from '../drift.ts';
import type { DriftResult, PatrolResult } from '../ops/results.ts';
import { across, type Block, bareCard, type Card, type Field, type Rich, type Tone } from './card.ts';
import { driftChart } from './drift-chart.ts';
import {
  accuracyField,
  estimateField,
  faultsField,
  movedBlock,
  reachField,
  scoreField,
  verdictSentence,
  windowField,
} from './drift-parts.ts';
import { causesBlock, changeField, evidenceField } from './evidence-parts.ts';
import { ledgerField, monitorField } from './monitor-parts.ts';
import { probationField } from './probation.ts';
import { trialReason } from './reasons.ts';
import type { Telling, Words } from './words/index.ts';

const sparks = '▁▂▃▄▅▆▇█';
const trendShown = 30;

interface Headline {
  readonly tone: Tone;
  readonly title: string;
}

/** The newest report of a watch, with the trend of its scores; `checked` = the check that was just asked for. */
export function driftCard(result: DriftResult, checked: PatrolResult | null, telling: Telling): Card {
  const { report } = result;
  const { words } = telling;
  if (report === null) return noReportCard(result, checked?.waiting ?? null, telling);
  const card = reportCard(report, words);
  return {
    ...card,
    fields: [
      ...card.fields,
      ...ledgerField(result.ledger, words),
      ...monitorField(result.prospect, words),
      ...incidentField(result, words),
      ...probationField(result.probation, words),
      ...checkedField(checked, words),
    ],
    blocks: [...card.blocks, ...trendBlock(result.trend, report.threshold, words)],
    chart: driftChart(result, report, words),
  };
}

/** One report, told on its own. */
export function reportCard(report: DriftReport, words: Words): Card {
  return {
    ...bareCard,
    ...headline(report, words),
    summary: verdictSentence(report, words),
    fields: [
      scoreField(report, words),
      accuracyField(report.performance, true, words),
      ...estimateField(report, words),
      windowField(report, words),
      ...evidenceField(report, words),
      ...changeField(report, words),
      ...reachField(report.rowsUntil, words),
      ...faultsField(report, words),
    ],
    blocks: [...causesBlock(report, words), ...movedBlock(report, words)],
    footer: `${report.watch} · ${words.drift.check(report.number)}`,
    at: report.at,
  };
}

function headline(report: DriftReport, { drift: { titles } }: Words): Headline {
  const of = `${report.watch} v${report.version}`;
  if (report.verdict === 'insufficient_data') return { tone: 'plain', title: titles.none(of) };
  if (report.verdict === 'ok' && report.grade === 'unproven')
    return { tone: 'warn', title: titles.unproven(of) };
  if (report.verdict === 'ok') return { tone: 'good', title: titles.ok(of) };
  return { tone: report.grade === 'small' ? 'warn' : 'bad', title: titles.drift(of) };
}

function noReportCard(result: DriftResult, waiting: string | null, { words, at }: Telling): Card {
  const { watch, elsewhere, prospect } = result;
  const { asked, shared } = words;
  const send: Rich = elsewhere ? [asked.sendRows] : asked.sendLabels;
  return {
    ...bareCard,
    tone: 'plain',
    title: asked.noCheck(watch),
    summary: [waiting ?? (elsewhere ? asked.firstElsewhere : asked.first)],
    fields: [
      waiting === null
        ? across(shared.toDo, asked.checkNow, { code: `/drift watch:${watch} run:now` })
        : across(shared.toDo, ...send),
      ...monitorField(prospect, words),
    ],
    footer: watch,
    at,
  };
}

function incidentField({ incident, report }: DriftResult, { asked }: Words): Field[] {
  if (incident === null || incident.phase === 'resolved') return [];
  const quiet = report?.verdict === 'ok' ? asked.stays : '';
  return [
    across(
      asked.incident,
      asked.opened(incident.number),
      { time: incident.openedAt, style: 'relative' },
      `, ${asked.phases[incident.phase]}${quiet}`,
    ),
  ];
}

function checkedField(checked: PatrolResult | null, words: Words): Field[] {
  const { asked } = words;
  if (checked === null) return [];
  if (checked.checks === 0) return [across(asked.checked, asked.nothingNew)];
  const { retrain } = checked;
  const found = asked.found(checked.rows, checked.checks);
  if (retrain === null) return [across(asked.checked, found)];
  const trained =
    retrain.result === 'promoted'
      ? asked.promoted(retrain.championBefore, retrain.version)
      : `${retrain.result === 'proposed' ? words.approval.checked : asked.rejected}${trialReason(retrain.trial, words)}`;
  return [across(asked.checked, found, trained)];
}

/** Oldest to newest, so that time runs to the right; a check without a score leaves a gap. */
function trendBlock(trend: DriftResult['trend'], threshold: number, { asked, numbers }: Words): Block[] {
  const scores = trend
    .slice(0, trendShown)
    .map(({ score }) => score)
    .reverse();
  const known = scores.flatMap((score) => (score !== null && Number.isFinite(score) ? [score] : []));
  if (known.length < 2) return [];
  const highest = Math.max(...known);
  const top = Math.max(highest, threshold);
  const line = scores.map((score) => spark(score, top)).join('');
  const facts = asked.highest(numbers.decimal(highest, 2), numbers.decimal(threshold, 2));
  return [{ name: asked.trend(scores.length), lines: [line, facts], charted: true }];
}

function spark(score: number | null, top: number): string {
  if (score === null || !Number.isFinite(score)) return '·';
  const level = Math.floor((Math.max(0, score) / top) * sparks.length);
  return sparks[Math.min(level, sparks.length - 1)] ?? '·';
}
