// News in words: one card for each kind. Pure.
import type { News } from '../news.ts';
import type { RunState } from '../ports.ts';
import { newsActions } from './actions.ts';
import { backlogCard } from './backlog.ts';
import type { Card } from './card.ts';
import { digestCard } from './digest.ts';
import { reportCard } from './drift.ts';
import { failedNewsCard } from './failure.ts';
import { incidentCard } from './incident.ts';
import { reminderCard } from './incident-notes.ts';
import { noDataCard } from './no-data.ts';
import { quarantineNewsCard } from './quarantine.ts';
import { retrainCard } from './retrain.ts';
import { rolledBackCard } from './rolled-back.ts';
import { testNewsCard } from './test.ts';
import { trainedCard } from './trained.ts';
import type { Words } from './words/index.ts';

/** The card of news; `run` = where the MLflow run of its training stands, when it tells of one. */
export function cardFor(news: News, run: RunState, words: Words): Card {
  const card = told(news, run, words);
  return { ...card, actions: [...card.actions, ...newsActions(news, words)] };
}

function told(news: News, run: RunState, words: Words): Card {
  switch (news.kind) {
    case 'incident':
      return incidentCard(news, run, words);
    case 'reminder':
      return reminderCard(news, words);
    case 'no_data':
      return noDataCard(news, words);
    case 'digest':
      return digestCard(news.digest, words);
    case 'test':
      return testNewsCard(news, words);
    case 'retrained':
      return retrainCard(news.outcome, run, words);
    case 'trained':
      return trainedCard(news, run, words);
    case 'rolled_back':
      return rolledBackCard(news, words);
    case 'backlog':
      return backlogCard(news, words);
    case 'checked':
      return reportCard(news.report, words);
    case 'quarantine':
      return quarantineNewsCard(news, words);
    case 'failed':
      return failedNewsCard(news, words);
  }
}
