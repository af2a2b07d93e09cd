import { describe, expect, it } from 'vitest';
import { incidentActions } from '../../../core/cards/incident-actions.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { Incident } from '../../../core/news.ts';
import { answered, firing, incidentNews } from './fixtures.ts';
import { proposed, rejected } from './outcomes.ts';
import { onProbation, undone } from './tried.ts';

const snoozed = { by: 'ada', at: 0, until: null, reason: null };

function actions(incident: Incident, facts: Partial<Parameters<typeof incidentActions>[0]> = {}): string[] {
  const news = { ...incidentNews(incident), ...facts };
  return incidentActions(news, wordsOf('en')).map(
    ({ command, args }) => `${command}?${new URLSearchParams(args)}`,
  );
}

describe('the actions of an incident', () => {
  it('of a firing one are to take it, to answer it and to snooze it, each naming it', () => {
    expect(actions(firing)).toEqual([
      'alerts ack?watch=demo&incident=4',
      'retrain?watch=demo',
      'alerts expected?watch=demo&incident=4',
      'alerts resolve?watch=demo&incident=4',
      'drift?watch=demo&view=report',
      'alerts snooze?watch=demo&incident=4',
    ]);
  });

  it('leave out what is done already', () => {
    const taken = { ...firing, acknowledged: { by: 'ada', at: 0, note: null }, snoozed };
    expect(actions(taken)).toEqual([
      'retrain?watch=demo',
      'alerts expected?watch=demo&incident=4',
      'alerts resolve?watch=demo&incident=4',
      'drift?watch=demo&view=report',
      'alerts unsnooze?watch=demo&incident=4',
    ]);
  });

  it.each([
    { elsewhere: true },
    { registered: 'models:/theirs@champion' },
    { broken: ['y'] },
    { waiting: { labelled: 3, needed: 200 } },
  ])('offer no retraining that helps nobody: %o', (facts) => {
    expect(actions(firing, facts)).not.toContain('retrain?watch=demo');
  });

  it('of a rejected challenger are to promote it anyway as well', () => {
    const kept = { ...firing, phase: 'rejected' as const, retrain: rejected };
    expect(actions(kept).slice(1, 3)).toEqual(['retrain?watch=demo', 'promote?watch=demo&version=8']);
    expect(actions(kept, { waiting: { labelled: 3, needed: 200 } })).not.toContain(
      'promote?watch=demo&version=8',
    );
  });

  it('of a challenger that waits for approval are to approve or to reject that very version', () => {
    const waiting = { ...firing, phase: 'proposed' as const, retrain: proposed };
    expect(actions(waiting)).toEqual([
      'alerts ack?watch=demo&incident=4',
      'approve?watch=demo&version=8',
      'reject?watch=demo&version=8',
      'alerts expected?watch=demo&incident=4',
      'alerts resolve?watch=demo&incident=4',
      'drift?watch=demo&view=report',
      'alerts snooze?watch=demo&incident=4',
    ]);
  });

  it('of a version on probation are to put the one before back, and to close it', () => {
    expect(actions(onProbation)).toEqual([
      'alerts ack?watch=demo&incident=4',
      'rollback?watch=demo',
      'alerts resolve?watch=demo&incident=4',
      'drift?watch=demo&view=report',
      'alerts snooze?watch=demo&incident=4',
    ]);
  });

  it('of a promotion that was undone are to let the version serve all the same as well', () => {
    expect(actions(undone).slice(1, 3)).toEqual(['retrain?watch=demo', 'promote?watch=demo&version=8']);
  });

  it('of a running retraining are to take it and to snooze it', () => {
    expect(actions({ ...firing, phase: 'retraining' })).toEqual([
      'alerts ack?watch=demo&incident=4',
      'alerts snooze?watch=demo&incident=4',
    ]);
  });

  it('of a promotion are to undo it, and of any other end nothing', () => {
    expect(actions(answered)).toEqual(['rollback?watch=demo']);
    expect(actions({ ...answered, resolution: 'quiet' })).toEqual([]);
    expect(actions(answered, { elsewhere: true })).toEqual([]);
    expect(actions(answered, { registered: 'models:/theirs@champion' })).toEqual(['rollback?watch=demo']);
    expect(actions({ ...answered, snoozed })).toEqual(['alerts unsnooze?watch=demo&incident=4']);
  });

  it('fit into a custom id of Discord, and are in French too', () => {
    const watch = 'w'.repeat(32);
    const long = incidentActions({ ...incidentNews({ ...firing, number: 999_999 }), watch }, wordsOf('fr'));
    for (const { command, args } of long)
      expect(`v1:${command}?${new URLSearchParams({ ...args, for: 'resolved' })}`.length).toBeLessThan(100);
    expect(long.map(({ label }) => label)).toContain('Prendre en charge');
  });
});
