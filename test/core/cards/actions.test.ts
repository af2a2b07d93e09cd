import { describe, expect, it } from 'vitest';
import { newsActions } from '../../../core/cards/actions.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { News } from '../../../core/news.ts';
import { firing, incidentNews } from './fixtures.ts';
import { promoted, rejected } from './outcomes.ts';

const written = (news: News, tag = 'en') =>
  newsActions(news, wordsOf(tag)).map(({ label, command, args }) =>
    [label, command, ...Object.entries(args).map((pair) => pair.join(':'))].join(' '),
  );
const rollback = 'Roll back rollback watch:demo';
const anyway = 'Promote anyway promote watch:demo version:8';

describe('what can be done about a retraining', () => {
  it('is to roll it back where it promoted, and to promote anyway where the gate kept it out', () => {
    const news = (outcome: typeof promoted): News => ({
      ...incidentNews(firing),
      kind: 'retrained',
      outcome,
    });
    expect([written(news(promoted)), written(news(rejected))]).toEqual([[rollback], [anyway]]);
  });
});
