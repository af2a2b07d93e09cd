// Rows that are held back: the field of the incident's card, the card outside one, the list, what a decision came to. Pure.
import type { News } from '../news.ts';
import type { BatchInfo, QuarantineDecision, QuarantineResult } from '../ops/quarantine-result.ts';
import type { Quarantine } from '../quarantine.ts';
import { type Action, across, bareCard, button, type Card, type Field, inLines, type Rich } from './card.ts';
import { change } from './change.ts';
import type { Telling, Words } from './words/index.ts';

const batchesShown = 10;

/** What is wrong, a line a fault. */
function faultLines(reasons: BatchInfo['reasons'], words: Words): Rich[] {
  return reasons.map((fault) => [
    words.quarantine.faults[fault.kind](fault.of ?? ''),
    ' ',
    { code: change(fault, words) },
  ]);
}

function stretch({ rows, from, until }: BatchInfo, { quarantine: own }: Words): Rich {
  const since: Rich = from === null ? [] : [own.since, { time: from, style: 'full' }];
  const last: Rich = until === null || from === null ? [] : [own.until, { time: until, style: 'full' }];
  return [own.rows(rows), ...since, ...last];
}

/** Of an incident's card. */
export function heldField(held: Quarantine | undefined, words: Words): Field[] {
  if (held === undefined) return [];
  const { quarantine: own } = words;
  const state = [standing(held, words)];
  const faults = held.origin === 'training' ? faultLines(held.reasons, words) : [];
  return [across(own.field(held.number), ...inLines([stretch(held, words), ...faults, state]))];
}

function standing({ status, by, lasting }: BatchInfo, { quarantine: own }: Words): string {
  if (status !== 'held') return own.decided[status](by ?? '');
  return lasting ? own.joins : own.waits;
}

/** Nobody has decided yet. */
export function heldActions(
  held: Pick<BatchInfo, 'number' | 'status'> | undefined,
  watch: string,
  { quarantine: own }: Words,
): Action[] {
  if (held?.status !== 'held') return [];
  const args = { watch, number: String(held.number) };
  return [
    button('plain', own.release, { command: 'quarantine release', args }),
    button('danger', own.discard, { command: 'quarantine discard', args }),
  ];
}

/** Cards without buttons name the commands instead. */
export function heldSteps({ number }: Pick<BatchInfo, 'number'>, watch: string, words: Words): Rich {
  const of = `watch:${watch} number:${number}`;
  return words.quarantine.steps(`/quarantine release ${of}`, `/quarantine discard ${of}`);
}

/** Rows that were to be learned from, outside an incident. */
export function quarantineNewsCard(
  { batch, watch, at }: Extract<News, { kind: 'quarantine' }>,
  words: Words,
): Card {
  const { quarantine: own, shared } = words;
  return {
    ...bareCard,
    tone: 'warn',
    title: own.title(watch),
    summary: [{ strong: words.incident.fix }, own.stopped],
    fields: [
      across(own.wrong, ...inLines(faultLines(batch.reasons, words))),
      across(own.field(batch.number), ...stretch(batch, words)),
      ...examplesField(batch, words),
      across(shared.canDo, ...heldSteps(batch, watch, words)),
    ],
    actions: heldActions(batch, watch, words),
    footer: watch,
    at,
  };
}

function examplesField({ examples }: BatchInfo, { quarantine: own }: Words): Field[] {
  return examples.length === 0 ? [] : [across(own.examples, { code: examples.slice(0, 5).join(', ') })];
}

export function quarantineCard({ watches, at }: QuarantineResult, { words }: Telling): Card {
  const { quarantine: own } = words;
  const held = watches.flatMap(({ watch, batches }) =>
    batches.flatMap((batch) => (batch.status === 'held' ? [{ watch, batch }] : [])),
  );
  const [only] = held;
  return {
    ...bareCard,
    tone: held.length === 0 ? 'good' : 'warn',
    title: own.listed(held.length),
    fields: watches.map(({ watch, batches }) =>
      across(watch, ...(batches.length === 0 ? [own.none] : inLines(linesOf(batches, words)))),
    ),
    actions: held.length === 1 && only !== undefined ? heldActions(only.batch, only.watch, words) : [],
    at,
  };
}

function linesOf(batches: readonly BatchInfo[], words: Words): Rich[] {
  return batches
    .slice(0, batchesShown)
    .flatMap((batch): Rich[] => [
      [
        { strong: `#${batch.number}` },
        words.shared.colon,
        ...stretch(batch, words),
        ', ',
        standing(batch, words),
      ],
      ...faultLines(batch.reasons, words),
    ]);
}

/** What a decision came to, for whoever made it. */
export function decidedCard({ watch, batch }: QuarantineDecision, { words, at }: Telling): Card {
  const { quarantine: own } = words;
  const status = batch.status === 'discarded' ? 'discarded' : 'released';
  return {
    ...bareCard,
    tone: 'good',
    title: own.done[status](batch.number, watch),
    summary: [own.means[status]],
    fields: [across(own.wrong, ...inLines([...faultLines(batch.reasons, words), stretch(batch, words)]))],
    footer: watch,
    at,
  };
}

/** Before rows are thrown away. */
export function discardQuestion(watch: string, batch: BatchInfo, { words, at }: Telling): Card {
  const { quarantine: own } = words;
  return {
    ...bareCard,
    tone: 'warn',
    title: own.discardTitle(batch.number, watch),
    summary: [own.means.discarded],
    fields: [across(own.wrong, ...inLines([...faultLines(batch.reasons, words), stretch(batch, words)]))],
    footer: watch,
    at,
  };
}
