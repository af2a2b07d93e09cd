// The card of an incident, from alarm to recovery: one card, told again at every change of phase. Pure.
import type { Incident, News } from '../news.ts';
import type { RunState } from '../ports.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { approvalField } from './approval.ts';
import {
  across,
  type Block,
  bareCard,
  beside,
  type Card,
  type Field,
  inLines,
  type Rich,
  type Tone,
} from './card.ts';
import {
  accuracyField,
  estimateField,
  faultsField,
  movedBlock,
  scoreField,
  verdictSentence,
  windowField,
} from './drift-parts.ts';
import { causesBlock, changeField, evidenceField } from './evidence-parts.ts';
import { expectedSentence } from './expected.ts';
import { incidentActions } from './incident-actions.ts';
import { incidentChart, movedReport } from './incident-chart.ts';
import { lifeFields, lifeHeadline, lifeLines, lifeSummary } from './incident-life.ts';
import { asksAHuman, brokenSentence, nextField } from './incident-next.ts';
import { ledgerField } from './monitor-parts.ts';
import { changeIn, probationField, probationLines, undoneIn, undoneSentence } from './probation.ts';
import { heldField } from './quarantine.ts';
import { because, outcomeReason } from './reasons.ts';
import { accuracyChange, candidatesBlock, judgedField } from './retrain-parts.ts';
import { runField, runLinks } from './run-parts.ts';
import type { Words } from './words/index.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;

export function incidentCard(news: IncidentNews, run: RunState, words: Words): Card {
  const { incident } = news;
  const own = words.incident;
  return {
    ...bareCard,
    ...(lifeHeadline(news, words) ?? headline(news, words)),
    summary: lifeSummary(incident, words) ?? summary(news, words),
    fields: [
      ...figures(news, run, words),
      ...lifeFields(incident, words),
      ...heldField(news.held, words),
      ...faultsField(incident.latest, words),
      ...(incident.phase === 'proposed' && incident.retrain !== null
        ? [approvalField(incident.retrain, words)]
        : []),
      across(own.timeline, ...timeline(incident, words)),
      ...nextField(news, words),
    ],
    blocks: blocks(incident, words),
    links: incident.retrain === null ? [] : runLinks(run, words),
    chart: incidentChart(incident, words),
    actions: incidentActions(news, words),
    footer: own.footer(incident.number, news.watch, incident.latest.number),
    at: news.at,
  };
}

function headline(
  { incident, elsewhere, broken }: IncidentNews,
  words: Words,
): { tone: Tone; title: string } {
  const { titles } = words.incident;
  const of = `${incident.opened.watch} v${incident.opened.version}`;
  switch (incident.phase) {
    case 'firing':
      return {
        tone: incident.latest.grade === 'small' ? 'warn' : 'bad',
        title: broken.length > 0 ? titles.pipeline(of) : titles.drift(of),
      };
    case 'retraining':
      return { tone: 'busy', title: titles.retraining(of) };
    case 'rejected':
      return { tone: 'warn', title: rejectedTitle({ incident, broken }, words) };
    case 'proposed':
      return { tone: 'warn', title: words.approval.incident(of) };
    case 'probation':
      return { tone: 'busy', title: words.probation.title(changeIn(incident), incident.opened.watch) };
    case 'resolved':
      return { tone: 'good', title: resolvedTitle(incident, elsewhere, titles) };
  }
}

function rejectedTitle(
  { incident, broken }: Pick<IncidentNews, 'incident' | 'broken'>,
  { incident: own, probation }: Words,
): string {
  const { opened, rejections } = incident;
  const of = `${opened.watch} v${opened.version}`;
  if (broken.length > 0) return own.titles.pipeline(of);
  const undone = undoneIn(incident);
  if (asksAHuman(incident)) return own.asksTitle(rejections, of);
  if (undone === null) return own.titles.rejected(of);
  return probation.undoneTitle(`v${undone.from} -> v${undone.to}`, opened.watch);
}

function resolvedTitle(
  { resolution, retrain, opened }: Incident,
  elsewhere: boolean,
  titles: Words['incident']['titles'],
): string {
  const { watch, version } = opened;
  if (resolution === 'promoted' && retrain?.version != null)
    return titles.answered(`v${retrain.championBefore} -> v${retrain.version}`, watch);
  if (resolution === 'promoted') return elsewhere ? titles.reference(watch) : titles.anew(watch);
  if (resolution === 'rolled_back') return titles.rolledBack(watch);
  if (resolution === 'expected') return titles.expected(watch);
  return titles.over(`${watch} v${version}`);
}

function summary(news: IncidentNews, words: Words): Rich {
  const { incident, broken } = news;
  const { phase, retrain, latest, rejections } = incident;
  const { incident: own, shared } = words;
  if (phase === 'firing')
    return broken.length > 0 ? brokenSentence(broken, latest, words) : verdictSentence(latest, words);
  if (phase === 'retraining') return [own.training, ...verdictSentence(latest, words)];
  if (phase === 'probation')
    return [{ strong: shared.serves }, ...trialSentence(retrain, words), words.probation.serves];
  if (phase === 'rejected') {
    const undone = undoneIn(incident);
    const said: Rich =
      undone === null
        ? [{ strong: shared.keeps }, ...trialSentence(retrain, words)]
        : undoneSentence(undone, words);
    return asksAHuman(incident) ? [...said, own.inARow(rejections)] : said;
  }
  if (phase === 'proposed') return [{ strong: words.approval.waits }, ...trialSentence(retrain, words)];
  return resolvedSummary(news, words);
}

function resolvedSummary({ incident, elsewhere }: IncidentNews, words: Words): Rich {
  const { resolution, retrain } = incident;
  const { incident: own, shared } = words;
  if (resolution === 'promoted' && retrain?.version != null)
    return [
      { strong: shared.serves },
      ...trialSentence(retrain, words),
      ...(incident.probation == null ? [] : [words.probation.passed]),
    ];
  if (resolution === 'promoted') return [elsewhere ? own.newReference : own.byForce];
  if (resolution === 'rolled_back')
    return incident.undone == null ? [own.putBack] : undoneSentence(incident.undone, words);
  if (resolution === 'expected') return expectedSentence(incident, elsewhere, words);
  return [elsewhere ? own.overElsewhere : own.over];
}

function trialSentence(retrain: Incident['retrain'], words: Words): Rich {
  return retrain === null ? [] : because(outcomeReason(retrain, words), words);
}

/** Score and accuracy first: they are what a reader looks for. */
function figures(news: IncidentNews, run: RunState, words: Words): Field[] {
  const { opened, latest, phase } = news.incident;
  return [
    scoresField(news.incident, words),
    ...accuracyFields(news, words),
    ...(phase === 'resolved' ? [] : estimateField(latest, words)),
    windowField(phase === 'resolved' ? opened : latest, words),
    ...evidence(news.incident, words),
    ...(phase === 'resolved' ? [] : ledgerField(news.ledger, words)),
    ...judged(news.incident, run, words),
    ...(phase === 'retraining' ? [] : probationField(news.incident.probation, words)),
  ];
}

/** Once a challenger serves, its gain on the common holdout says more than the old champion's loss. */
function accuracyFields({ incident, labels }: IncidentNews, words: Words): Field[] {
  const { latest, phase, resolution, retrain } = incident;
  const live = accuracyField(latest.performance, labels, words);
  if (retrain === null || phase === 'retraining') return [live];
  const gain = accuracyChange(retrain, words);
  return phase === 'resolved' && resolution === 'promoted' ? [gain] : [live, gain];
}

function scoresField({ opened, latest }: Incident, words: Words): Field {
  if (opened.number === latest.number || opened.score === null || latest.score === null)
    return scoreField(latest, words);
  const { drift, incident: own, numbers } = words;
  const [score, threshold] = numbers.scoreAndThreshold(latest.score, latest.threshold);
  const [first] = numbers.scoreAndThreshold(opened.score, opened.threshold);
  return beside(
    drift.score,
    { code: first },
    own.atAlarm,
    { code: score },
    `${own.now}\n`,
    ...drift.threshold(threshold),
  );
}

function evidence({ phase, latest }: Incident, words: Words): Field[] {
  return phase === 'firing' || phase === 'retraining'
    ? [...evidenceField(latest, words), ...changeField(latest, words)]
    : [];
}

function judged({ retrain, phase }: Incident, run: RunState, words: Words): Field[] {
  return retrain === null || phase === 'retraining'
    ? []
    : [judgedField(retrain.trial, words), ...runField(run, words)];
}

function timeline(incident: Incident, words: Words): Rich {
  const { incident: own, numbers } = words;
  const { openedAt, retrain, cancelled, retryAt, phase, latest } = incident;
  const lines: Rich[] = [[{ time: openedAt, style: 'full' }, own.detected], ...lifeLines(incident, words)];
  if (retrain !== null) {
    const took = numbers.duration(retrain.endedAt - retrain.startedAt);
    const came = cameTo(retrain.result, took, words);
    lines.push([{ time: retrain.endedAt, style: 'full' }, came]);
  }
  lines.push(...probationLines(incident, words));
  if (cancelled !== undefined)
    lines.push([{ time: cancelled.at, style: 'full' }, own.cancelled(cancelled.by)]);
  if (phase === 'resolved') lines.push([{ time: latest.at, style: 'full' }, own.lastCheck]);
  if (phase !== 'resolved' && retryAt !== null) lines.push([own.retryAt, { time: retryAt, style: 'full' }]);
  return inLines(lines);
}

function cameTo(result: RetrainOutcome['result'], took: string, { approval, incident: own }: Words): string {
  if (result === 'proposed') return approval.passed(took);
  return result === 'promoted' ? own.promoted(took) : own.rejected(took);
}

function blocks(incident: Incident, words: Words): Block[] {
  const { phase, opened, retrain } = incident;
  const shown = movedReport(incident);
  // Once bets are opened anew, the report of the alarm knows best what it came from.
  const moved = [...causesBlock(opened, words), ...movedBlock(shown, words)];
  const asked = phase === 'rejected' || phase === 'proposed';
  return asked && retrain !== null ? [...moved, ...candidatesBlock(retrain, words)] : moved;
}
