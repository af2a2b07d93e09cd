// News that waited in the outbox while Vigie was brought to this version: told all the same, with nothing made up.
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../../core/adapters/store/migrations.ts';

const step = migrations['outbox']?.[1];
const taken = (news: object) => step?.({ _id: 'k', v: 1, news })['news'];

/** Of version 2. */
const attended = (news: object) => migrations['outbox']?.[2]?.({ _id: 'k', v: 2, news })['news'];
const firing = { phase: 'firing', opened: { at: 7 }, latest: { at: 9 }, revision: 3 };
const unattended = { acknowledged: null, snoozed: null, fired: 1, calledAt: 7, reminded: 2 };

describe('news of version 2', () => {
  it('of an incident are of one that nobody takes care of, and call nobody', () => {
    const news = { kind: 'incident', watch: 'shop', incident: firing };
    const incident = { ...firing, ...unattended, closedAt: null };
    expect(attended(news)).toEqual({ ...news, incident, change: null });
  });

  it('of an incident that is over say when it ended', () => {
    const incident = { ...firing, phase: 'resolved' };
    expect(attended({ kind: 'incident', incident })).toMatchObject({ incident: { closedAt: 9 } });
  });

  it('of other kinds stay as they are', () => {
    const news = { kind: 'rolled_back', from: 2, to: 1 };
    expect(attended(news)).toEqual(news);
  });
});

describe('a state of version 2', () => {
  const step = migrations['watch_state']?.[2];

  it('keeps everything, also what waits to leave it, and knows nothing of the past', () => {
    const pending = [
      { to: 'outbox', key: 'a', news: { kind: 'incident', incident: firing } },
      { to: 'checks', key: 'b', report: { at: 9 } },
    ];
    const before = { _id: 'shop', v: 2, rev: 8, champion: 2, incident: firing, pending };
    const incident = { ...firing, ...unattended, closedAt: null };
    expect(step?.(before)).toEqual({
      ...before,
      incident,
      pastIncidents: [],
      pastRetrainings: [],
      arrivals: { seen: 0, empty: 0, emptySince: null, pause: null, silent: false },
      threshold: null,
      pending: [{ to: 'outbox', key: 'a', news: { kind: 'incident', incident, change: null } }, pending[1]],
    });
  });

  it('without an incident has none afterwards', () => {
    expect(step?.({ incident: null, pending: [] })).toMatchObject({ incident: null });
  });
});

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
