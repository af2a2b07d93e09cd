// What served at a moment, since when and why. Pure.
import type { ChampionChange } from '../model.ts';
import type { ChampionAtResult } from '../ops/champion-result.ts';
import { across, bareCard, beside, button, type Card, type Field, inLines, type Rich } from './card.ts';
import { runField, runLinks } from './run-parts.ts';
import type { Telling, Words } from './words/index.ts';

export function championAtCard(result: ChampionAtResult, { words, at }: Telling): Card {
  const { champion } = words;
  const { watch, version, recorded, run } = result;
  const moment: Rich = [champion.at, { time: result.at, style: 'full' }];
  const card = { ...bareCard, tone: 'plain', footer: watch, at } as const;
  if (version !== null)
    return {
      ...card,
      title: champion.title(watch, version),
      summary: [...moment, ...spanOf(result, words)],
      fields: [...reasonsOf(result, words), ...referenceOf(result, words), ...runField(run, words)],
      links: runLinks(run, words),
      actions: [lookButton(watch, version, words)],
    };
  const { next } = result;
  return {
    ...card,
    title: recorded ? champion.none(watch) : champion.unknown(watch),
    summary: [...moment, recorded ? champion.noneYet : champion.before],
    fields: next === null ? [] : [changeField(champion.firstKept, next, words)],
  };
}

function spanOf({ since, until }: ChampionAtResult, { champion }: Words): Rich {
  return [
    ...(since === null ? [] : [champion.since, { time: since, style: 'full' } as const]),
    ...(until === null ? [champion.still] : [champion.until, { time: until, style: 'full' } as const]),
  ];
}

/** What made it the champion, what brought its model where that was another change, and what ended it. */
function reasonsOf({ change, brought, next }: ChampionAtResult, words: Words): Field[] {
  const { champion } = words;
  const earlier = brought !== null && brought.rev !== change?.rev ? brought : null;
  return [
    ...(change === null ? [] : [changeField(champion.why, change, words)]),
    ...(earlier === null ? [] : [changeField(champion.brought, earlier, words)]),
    ...(next === null ? [] : [changeField(champion.ended, next, words)]),
  ];
}

function changeField(name: string, change: ChampionChange, words: Words): Field {
  return across(name, ...inLines([saidOf(change, words), ...evidenceOf(change, words)]));
}

function saidOf({ how, to, by, at }: ChampionChange, { champion }: Words): Rich {
  const when = { time: at, style: 'full' } as const;
  return [champion.how[how](to), champion.by, { strong: by }, champion.on, when];
}

type Seen = NonNullable<ChampionChange['trial']>;

/** A line each: what began it, what the gate saw, the reason a person gave. */
function evidenceOf(change: ChampionChange, { champion, models, retrain, numbers }: Words): Rich[] {
  const { trigger, incident, trial, reason } = change;
  const began = [
    ...(trigger === null ? [] : [models.triggers[trigger]]),
    ...(incident === null ? [] : [champion.incident(incident)]),
  ];
  const judged = ({ challengerOnly, championOnly, holdoutRows, p, alpha }: Seen): Rich[] => [
    [retrain.reasons.score(challengerOnly, championOnly, holdoutRows)],
    [champion.gate(numbers.pValue(p), numbers.pValue(alpha))],
  ];
  return [
    ...(began.length === 0 ? [] : [[began.join(', ')]]),
    ...(trial === null ? [] : judged(trial)),
    ...(reason === null ? [] : [[`"${reason}"`]]),
  ];
}

function referenceOf({ model }: ChampionAtResult, { champion, models, numbers }: Words): Field[] {
  if (model === null) return [];
  return [
    beside(models.rows, numbers.count(model.rows)),
    beside(champion.reference, { code: model.reference.slice(0, 12) }),
  ];
}

function lookButton(watch: string, version: number, { models }: Words) {
  return button('plain', models.one(watch, version), {
    command: 'model info',
    args: { watch, version: String(version) },
  });
}
