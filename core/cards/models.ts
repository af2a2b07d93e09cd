// The versions that are kept: all of them, one, or two side by side. Pure.
import type { Quality } from '../model.ts';
import type { ModelInfo, ModelsResult } from '../ops/models-result.ts';
import { type Action, bareCard, beside, button, type Card, type Field, type Rich } from './card.ts';
import { shortened, table } from './columns.ts';
import { minutesIn } from './minutes.ts';
import { runField, runLinks } from './run-parts.ts';
import type { Telling, Words } from './words/index.ts';

const mark = { now: '●', before: '○' } as const;
/** A menu of Discord holds so many. */
const mostChoices = 25;

export function modelsCard(
  { watch, elsewhere, timezone, versions }: ModelsResult,
  { words, at }: Telling,
): Card {
  const { models } = words;
  const empty = versions.length === 0;
  const minute = minutesIn(timezone, at);
  const rows = withMlflow(
    versions.map((info) => rowOf(info, minute(info.trainedAt), words)),
    versions,
    words,
  );
  return {
    ...bareCard,
    tone: 'plain',
    title: models.title(watch, versions.length),
    summary: [...(empty ? [models.none] : []), ...(elsewhere ? [models.elsewhere] : [])],
    blocks: empty ? [] : [{ name: models.block(timezone), lines: table(rows) }],
    actions: empty ? [] : [lookMenu(watch, versions, words)],
    footer: watch,
    at,
  };
}

/** Below its heads; the number a version has in MLflow's registry beside it, once one of them has one. */
function withMlflow(
  rows: readonly string[][],
  versions: readonly ModelInfo[],
  { models }: Words,
): string[][] {
  const numbers = versions.map(({ run }) =>
    run.status === 'logged' ? run.run.registered?.version : undefined,
  );
  if (numbers.every((number) => number === undefined)) return [[...models.heads], ...rows];
  return [[...models.heads, 'MLflow'], ...rows.map((row, at) => [...row, numbers[at] ?? '-'])];
}

function rowOf(info: ModelInfo, trained: string, { models, numbers }: Words): string[] {
  const { version, trigger, rows, baseline, trainedBy, serves } = info;
  return [
    serves === null ? ' ' : mark[serves],
    String(version),
    trained,
    failedAt(info, models) ?? models.triggers[trigger],
    numbers.count(rows),
    baseline === null ? '-' : numbers.metric(baseline.accuracy),
    baseline === null || baseline.logLoss === null ? '-' : numbers.metric(baseline.logLoss),
    shortened(trainedBy, 12),
  ];
}

/** What it does not serve for: that says more than why it was trained. */
function failedAt(info: ModelInfo, models: Words['models']): string | null {
  const { serves, proposed, rejected, undone } = info;
  if (undone === true && serves !== 'now') return models.undone;
  if (proposed === true) return models.proposed;
  return rejected && serves === null ? models.keptOut : null;
}

function standing({ serves, proposed, rejected, undone }: ModelInfo, { models }: Words): string {
  if (undone === true && serves !== 'now') return models.serves.undone;
  if (proposed === true) return models.serves.proposed;
  return models.serves[serves ?? (rejected ? 'rejected' : 'no')];
}

function lookMenu(watch: string, versions: readonly ModelInfo[], { models }: Words): Action {
  const choices = versions.slice(0, mostChoices).map(({ version }) => ({
    label: `v${version}`,
    value: String(version),
  }));
  return {
    kind: 'menu',
    label: models.look,
    command: 'model info',
    args: { watch },
    name: 'version',
    choices,
  };
}

export function modelCard(watch: string, info: ModelInfo, { words, at }: Telling): Card {
  const { models, numbers } = words;
  const { version, serves, trainedAt, trainedBy, trigger, rows, run } = info;
  return {
    ...bareCard,
    tone: 'plain',
    title: models.one(watch, version),
    summary: [standing(info, words)],
    fields: [
      beside(models.quality, ...qualityWords(info.baseline, words)),
      beside(models.rows, numbers.count(rows)),
      beside(models.why, models.triggers[trigger]),
      beside(models.trained, { time: trainedAt, style: 'relative' }, models.by, { strong: trainedBy }),
      beside(models.estimator, info.estimator),
      ...runField(run, words, aliasOf(info)),
    ],
    links: runLinks(run, words),
    actions: serves === 'now' ? [] : [promoteButton(watch, version, words)],
    footer: `${watch} · v${version}`,
    at,
  };
}

/** The names MLflow's registry has for what serves and what served. */
function aliasOf({ serves }: ModelInfo): string | null {
  if (serves === null) return null;
  return serves === 'now' ? 'champion' : 'previous';
}

export function compareCard(
  watch: string,
  [first, second]: readonly [ModelInfo, ModelInfo],
  { words, at }: Telling,
): Card {
  const { models } = words;
  return {
    ...bareCard,
    tone: 'plain',
    title: models.compare(watch, first.version, second.version),
    summary: [models.ownMeasure],
    fields: [first, second].map((info) => versionField(`v${info.version}`, info, words)),
    actions: [first, second]
      .filter(({ serves }) => serves !== 'now')
      .map(({ version }) => promoteButton(watch, version, words)),
    footer: watch,
    at,
  };
}

/** One version in a field, for cards that show two. */
export function versionField(name: string, info: ModelInfo, words: Words): Field {
  const { models, numbers } = words;
  const { rows, trigger, trainedAt, trainedBy, baseline } = info;
  return beside(
    name,
    ...qualityWords(baseline, words),
    `\n${models.rows}${words.shared.colon}${numbers.count(rows)}\n${models.triggers[trigger]}, `,
    { time: trainedAt, style: 'relative' },
    models.by,
    trainedBy,
    `\n${standing(info, words)}`,
  );
}

function qualityWords(baseline: Quality | null, { models, numbers }: Words): Rich {
  if (baseline === null) return [models.unmeasured];
  const { accuracy, logLoss, auc, rows } = baseline;
  const part = (name: string, value: number | null): Rich =>
    value === null ? [] : [name, { code: numbers.metric(value) }, '\n'];
  return [
    ...part(models.accuracy, accuracy),
    ...part(models.logLoss, logLoss),
    ...part(models.auc, auc),
    models.measured(rows),
  ];
}

function promoteButton(watch: string, version: number, { models }: Words): Action {
  const args = { watch, version: String(version) };
  return button('danger', models.promote(version), { command: 'promote', args });
}
