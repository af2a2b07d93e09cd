// A change that was expected belongs to the reference: the card that says so, and the words for it on others. Pure.
import type { Incident } from '../news.ts';
import { across, bareCard, type Card, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

interface Expected {
  readonly watch: string;
  readonly incident: number;
  readonly version: number;
  readonly rows: number;
  readonly referenceRows: number;
  /** The alias in MLflow by which somebody else replaces the model. */
  readonly registered?: string;
}

export function expectedCard(result: Expected, { words, at }: Telling): Card {
  const { watch, incident, version, rows, referenceRows, registered } = result;
  const { expected, shared } = words;
  const next: Rich =
    registered === undefined ? [{ code: `/retrain watch:${watch}` }] : shared.registerAnew(registered);
  return {
    ...bareCard,
    tone: 'good',
    title: expected.title(watch, version),
    summary: [expected.joined(rows, referenceRows), expected.closed(incident)],
    fields: [across(shared.canDo, expected.learn, ...next)],
    footer: `${watch} · v${version}`,
    at,
  };
}

/** What a person typed comes last, so that it cannot pass for ours. */
export function expectedSentence(
  { expected }: Incident,
  elsewhere: boolean,
  { expected: own, life }: Words,
): Rich {
  return [
    { strong: expected?.by ?? own.somebody },
    `${own.said}${elsewhere ? '' : own.sameModel}.`,
    ...(expected?.reason == null ? [] : [life.reason(expected.reason)]),
  ];
}

/** What a person can do where nothing has to be mended. */
export function expectedStep(watch: string, { expected }: Words): Rich {
  return expected.step(`/alerts expected watch:${watch}`);
}
