// The card of an incident, from alarm to recovery: one card, told again at every change of phase. Pure.
import type { Incident, News } from '../news.ts';
import type { RunState } from '../ports.ts';
import { across, type Block, bareCard, beside, type Card, type Field, type Rich, type Tone } from './card.ts';
import {
  accuracyField,
  because,
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
import { expectedSentence } from './expected.ts';
import { columnNames, nextField } from './incident-next.ts';
import { ledgerField } from './monitor-parts.ts';
import { duration, scoreAndThreshold } from './numbers.ts';
import { accuracyChange, candidatesBlock, judgedField } from './retrain-parts.ts';
import { runField, runLinks } from './run-parts.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;

/** Rejections after which training is unlikely to help. */
const askAHumanAfter = 3;

export function incidentCard(news: IncidentNews, run: RunState): Card {
  const { incident } = news;
  return {
    ...bareCard,
    ...headline(news),
    summary: summary(news),
    fields: [
      ...figures(news, run),
      ...faultsField(incident.latest),
      across('Timeline', ...timeline(incident)),
      ...nextField(news),
    ],
    blocks: blocks(incident),
    links: incident.retrain === null ? [] : runLinks(run),
    footer: `incident #${incident.number} · ${news.watch} · check ${incident.latest.number}`,
    at: news.at,
  };
}

function headline({ incident, elsewhere, broken }: IncidentNews): { tone: Tone; title: string } {
  const of = `${incident.opened.watch} v${incident.opened.version}`;
  switch (incident.phase) {
    case 'firing':
      return {
        tone: incident.latest.grade === 'small' ? 'warn' : 'bad',
        title: broken.length > 0 ? `🔧 Fix the pipeline - ${of}` : `🚨 Drift detected - ${of}`,
      };
    case 'retraining':
      return { tone: 'busy', title: `🔄 Retraining - ${of}` };
    case 'rejected':
      return { tone: 'warn', title: `⚠️ Challenger kept out, drift goes on - ${of}` };
    case 'resolved':
      return { tone: 'good', title: resolvedTitle(incident, elsewhere) };
  }
}

function resolvedTitle({ resolution, retrain, opened }: Incident, elsewhere: boolean): string {
  if (resolution === 'promoted' && retrain?.version != null) {
    const change = `v${retrain.championBefore} -> v${retrain.version}`;
    return `✅ Retrained ${change}, drift answered - ${opened.watch}`;
  }
  if (resolution === 'promoted')
    return `✅ ${elsewhere ? 'New reference' : 'Trained anew'}, incident closed - ${opened.watch}`;
  if (resolution === 'rolled_back') return `✅ Rolled back, incident closed - ${opened.watch}`;
  if (resolution === 'expected') return `✅ Change was expected, incident closed - ${opened.watch}`;
  return `✅ Drift is over - ${opened.watch} v${opened.version}`;
}

function summary(news: IncidentNews): Rich {
  const { incident, broken } = news;
  const { phase, retrain, latest, rejections } = incident;
  if (phase === 'firing') return broken.length > 0 ? brokenSentence(broken, latest) : verdictSentence(latest);
  if (phase === 'retraining')
    return ['A challenger is being trained on the new rows. ', ...verdictSentence(latest)];
  if (phase === 'rejected') {
    const again: Rich =
      rejections >= askAHumanAfter
        ? [` ${rejections} challengers in a row were kept out: the features may no longer explain the label.`]
        : [];
    return [{ strong: 'The champion keeps serving.' }, ...because(retrain?.trial.reason ?? ''), ...again];
  }
  return resolvedSummary(news);
}

function resolvedSummary({ incident, elsewhere }: IncidentNews): Rich {
  const { resolution, retrain } = incident;
  if (resolution === 'promoted' && retrain?.version != null)
    return [{ strong: 'The challenger now serves.' }, ...because(retrain.trial.reason)];
  if (resolution === 'promoted')
    return [
      elsewhere
        ? 'A new reference was taken: later windows are held against it.'
        : 'A version trained by force, without a gate, now serves.',
    ];
  if (resolution === 'rolled_back') return ['An operator put the previous version back.'];
  if (resolution === 'expected') return expectedSentence(incident, elsewhere);
  return [
    `The newest checks found no drift any more. The ${elsewhere ? 'reference' : 'champion'} was not changed.`,
  ];
}

/** A repair is asked for, whatever the grade: training would learn the fault. */
function brokenSentence(broken: readonly string[], { reason }: Incident['latest']): Rich {
  return [
    { strong: 'Fix the pipeline.' },
    ' Most of the evidence is of missing, out-of-range or unheard-of values in ',
    ...columnNames(broken),
    '.',
    ...because(reason),
  ];
}

/** Score and accuracy first: they are what a reader looks for. */
function figures(news: IncidentNews, run: RunState): Field[] {
  const { opened, latest, phase } = news.incident;
  return [
    scoresField(news.incident),
    ...accuracyFields(news),
    ...(phase === 'resolved' ? [] : estimateField(latest)),
    windowField(phase === 'resolved' ? opened : latest),
    ...evidence(news.incident),
    ...(phase === 'resolved' ? [] : ledgerField(news.ledger)),
    ...judged(news.incident, run),
  ];
}

/** Once a challenger serves, its gain on the common holdout says more than the old champion's loss. */
function accuracyFields({ incident, labels }: IncidentNews): Field[] {
  const { latest, phase, resolution, retrain } = incident;
  const live = accuracyField(latest.performance, labels);
  if (retrain === null || phase === 'retraining') return [live];
  return phase === 'resolved' && resolution === 'promoted'
    ? [accuracyChange(retrain)]
    : [live, accuracyChange(retrain)];
}

function scoresField({ opened, latest }: Incident): Field {
  if (opened.number === latest.number || opened.score === null || latest.score === null)
    return scoreField(latest);
  const [score, threshold] = scoreAndThreshold(latest.score, latest.threshold);
  const [first] = scoreAndThreshold(opened.score, opened.threshold);
  return beside(
    'Drift score',
    { code: first },
    ' at the alarm, ',
    { code: score },
    ' now\n(threshold ',
    { code: threshold },
    ')',
  );
}

function evidence({ phase, latest }: Incident): Field[] {
  return phase === 'firing' || phase === 'retraining'
    ? [...evidenceField(latest), ...changeField(latest)]
    : [];
}

function judged({ retrain, phase }: Incident, run: RunState): Field[] {
  return retrain === null || phase === 'retraining' ? [] : [judgedField(retrain.trial), ...runField(run)];
}

function timeline(incident: Incident): Rich {
  const { openedAt, retrain, retryAt, phase, latest } = incident;
  const lines: Rich[] = [[{ time: openedAt, style: 'full' }, ' drift detected']];
  if (retrain !== null) {
    const took = duration(retrain.endedAt - retrain.startedAt);
    const came = retrain.result === 'promoted' ? 'challenger promoted' : 'challenger kept out';
    lines.push([{ time: retrain.endedAt, style: 'full' }, ` ${came} (training took ${took})`]);
  }
  if (phase === 'resolved') lines.push([{ time: latest.at, style: 'full' }, ' last check of the incident']);
  if (phase !== 'resolved' && retryAt !== null) {
    lines.push(['next automatic retraining not before ', { time: retryAt, style: 'full' }]);
  }
  return lines.flatMap((line, at) => (at === 0 ? line : ['\n', ...line]));
}

function blocks(incident: Incident): Block[] {
  const { phase, opened, latest, retrain } = incident;
  const shown = phase === 'resolved' || latest.verdict !== 'drift' ? opened : latest;
  // Once bets are opened anew, the report of the alarm knows best what it came from.
  const moved = [...causesBlock(opened), ...movedBlock(shown)];
  return phase === 'rejected' && retrain !== null ? [...moved, ...candidatesBlock(retrain)] : moved;
}
