// News that waited in the outbox while Vigie was brought to this version: told all the same, with nothing made up.
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../../core/adapters/store/migrations.ts';

const step = migrations['outbox']?.[1];
const taken = (news: object) => step?.({ _id: 'k', v: 1, news })['news'];

describe('news of version 1', () => {
  it('of a training promise nothing', () => {
    const news = { kind: 'trained', watch: 'shop', version: 1 };
    expect(taken(news)).toEqual({ ...news, prospect: null });
  });

  it('of an incident have no ledger, no broken columns and wait for no labels', () => {
    const report = { verdict: 'drift', level: 2e-5 };
    const news = { kind: 'incident', watch: 'shop', incident: { opened: report, latest: report } };
    expect(taken(news)).toMatchObject({ kind: 'incident', ledger: null, broken: [], waiting: null });
  });

  it('of other kinds stay as they are', () => {
    const news = { kind: 'rolled_back', from: 2, to: 1 };
    expect(taken(news)).toEqual(news);
  });
});
