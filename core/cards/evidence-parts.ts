// What cards say of the evidence: how far it has come, and what it comes from. Pure.
import type { Cause, DriftReport, Evidence } from '../drift.ts';
import { type Block, beside, type Field, type Rich } from './card.ts';
import { change } from './change.ts';
import { shortened, table } from './columns.ts';
import { bar } from './numbers.ts';
import type { Words } from './words/index.ts';

const evidenceCells = 10;
const subjectCells = 24;

/** How far the evidence has come of what an alarm takes; nothing in `seed` mode, which asks for no proof. */
export function evidenceField(report: DriftReport, words: Words): Field[] {
  const { evidence } = report;
  if (report.mode === 'seed' || evidence === null) return [];
  const { drift } = words;
  const share = shareOf(evidence.log, evidence.bar);
  return [beside(drift.evidence, ...barOf(share, words), ...learning(evidence, share, words))];
}

function learning(evidence: Evidence, share: number, { drift, numbers, signals }: Words): Rich {
  if (evidence.learning === null) return [];
  const held = shareOf(evidence.suspicion, evidence.bar);
  const because = signals.learning[evidence.learning.because];
  return [
    '\n',
    drift.learning({ learning: evidence.learning.signals, signals: evidence.signals, because }),
    ...(held > share ? [drift.suspicion(numbers.wholePercent(held))] : []),
  ];
}

/** The bar, once something speaks for drift. */
export function evidenceWords({ log, bar }: Pick<Evidence, 'log' | 'bar'>, words: Words): Rich | null {
  const share = shareOf(log, bar);
  return share === 0 ? null : barOf(share, words);
}

function barOf(share: number, { drift, numbers }: Words): Rich {
  return [{ code: bar(share, evidenceCells, ['█', '░']) }, ` ${drift.ofAlarm(numbers.wholePercent(share))}`];
}

/** In [0, 1]: evidence below 0 speaks against drift. */
function shareOf(log: number | null, bar: number): number {
  return log === null ? 0 : Math.min(1, Math.max(0, log / bar));
}

/** The signals that speak for drift, strongest first: their part of the evidence, and what changed since when. */
export function causesBlock(report: DriftReport, words: Words): Block[] {
  const causes = report.evidence?.causes ?? [];
  return causes.length === 0 ? [] : [{ name: words.drift.causes, lines: causeLines(causes, words) }];
}

export function causeLines(causes: readonly Cause[], words: Words): string[] {
  const { numbers, signals } = words;
  return table(
    causes.map((cause) => [
      numbers.wholePercent(cause.share).padStart(5),
      shortened(signals.subjects[cause.kind](cause.of ?? ''), subjectCells),
      change(cause, words),
    ]),
  );
}

/** When the change began that is proven, or that the standing alarm was about. */
export function changeField({ evidence }: DriftReport, { drift }: Words): Field[] {
  const since = evidence?.standing ?? evidence?.causes[0]?.since ?? null;
  if (since === null) return [];
  return [beside(drift.since, { time: since.at, style: 'full' }, `\n${drift.ago(since.rows)}`)];
}
