import { describe, expect, it } from 'vitest';
import { incidentCard } from '../../../core/cards/incident.ts';
import { attendedCard, incidentNote, reminderCard } from '../../../core/cards/incident-notes.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { Change, Incident } from '../../../core/news.ts';
import { answered, firing, incidentNews } from './fixtures.ts';
import { noon } from './moments.ts';
import { promoted } from './outcomes.ts';
import { everyWord, fieldOf, words } from './words.ts';

const en = wordsOf('en');
const fr = wordsOf('fr');
const none = { status: 'none' } as const;
const acknowledged = { by: 'ada', at: noon, note: 'looking into it' };
const snoozed = { by: 'ada', at: noon, until: noon + 3_600_000, reason: 'release' };
const taken: Incident = { ...firing, acknowledged };
const cardOf = (incident: Incident, language = en) => incidentCard(incidentNews(incident), none, language);

describe('the card of an incident', () => {
  it('names who has it, in the title and in a field', () => {
    const card = cardOf(taken);
    expect([card.tone, card.title]).toEqual(['warn', '🟡 Acknowledged by ada - demo v3']);
    expect(fieldOf(card, 'Owner')).toBe(`ada since @${noon} Note: looking into it`);
    expect(fieldOf(card, 'Timeline')).toContain(`@${noon} acknowledged by ada`);
    expect(cardOf(taken, fr).title).toBe('🟡 Pris en charge par ada - demo v3');
  });

  it('keeps the owner through later phases, whose titles say more', () => {
    const card = cardOf({ ...taken, phase: 'retraining' });
    expect(card.title).toBe('🔄 Retraining - demo v3');
    expect(fieldOf(card, 'Owner')).toContain('ada');
  });

  it('says that it is snoozed, until when, by whom and why', () => {
    const card = cardOf({ ...taken, snoozed });
    expect([card.tone, card.title]).toEqual(['plain', '🔕 Snoozed - demo v3']);
    expect(fieldOf(card, 'Snoozed')).toBe(`until @${noon + 3_600_000}, by ada Reason: release`);
    const lasting = cardOf({ ...firing, snoozed: { ...snoozed, until: null, reason: null } }, fr);
    expect(fieldOf(lasting, 'En sourdine')).toBe('jusqu’à la résolution, par ada');
  });

  it('says who cancelled a retraining, and when the next one may begin by itself', () => {
    const cancelled = { by: 'bob', at: noon };
    const stopped = { ...firing, cancelled, retryAt: noon + 1_800_000 };
    const card = cardOf(stopped);
    expect(card.title).toBe('🚨 Drift detected - demo v3');
    expect(fieldOf(card, 'Timeline')).toContain(`@${noon} retraining cancelled by bob`);
    expect(fieldOf(card, 'Timeline')).toContain(`retraining not before @${noon + 1_800_000}`);
    expect(fieldOf(cardOf(stopped, fr), 'Chronologie')).toContain('réentraînement annulé par bob');
  });

  it('says how often it fired', () => {
    expect(fieldOf(cardOf(firing), 'Fired')).toBeUndefined();
    expect(fieldOf(cardOf({ ...firing, fired: 3 }), 'Fired')).toBe('3x');
    expect(fieldOf(cardOf({ ...firing, fired: 3 }, fr), 'Déclenché')).toBe('3 fois');
  });

  it('says who closed it, and what a person typed comes last', () => {
    const by = { by: 'ada', reason: 'known' };
    const closed: Incident = {
      ...firing,
      phase: 'resolved',
      resolution: 'closed',
      closed: by,
      closedAt: noon,
    };
    const card = cardOf(closed);
    expect(card.title).toBe('✅ Closed by hand - demo v3');
    expect(words(card.summary)).toMatch(/^ada closed this incident.*Reason: known$/);
    expect(cardOf(closed, fr).title).toBe('✅ Clos à la main - demo v3');
  });
});

describe('a note of the conversation', () => {
  const note = (change: Change | null, incident: Incident = taken, language = en) =>
    incidentNote({ ...incidentNews(incident), change }, language);

  it('is for every change but the first card', () => {
    expect([note('fired'), note(null)]).toEqual([null, null]);
  });

  const resolved: Incident = { ...taken, phase: 'resolved' };
  it.each<[Change, Incident, string, string]>([
    ['fired_again', { ...taken, fired: 2 }, '🚨 It fired again (2x)', '🚨 Nouveau déclenchement (2 fois)'],
    ['acknowledged', taken, '🟡 Acknowledged by ada', '🟡 Pris en charge par ada'],
    ['snoozed', { ...taken, snoozed }, '🔕 Snoozed by ada', '🔕 Mis en sourdine par ada'],
    [
      'woken',
      taken,
      '🔔 The snooze is over, the drift goes on',
      '🔔 La sourdine est finie, la dérive continue',
    ],
    ['retraining', taken, '🔄 A challenger is being trained', '🔄 Un challenger est en cours d’entraînement'],
    [
      'abandoned',
      taken,
      '⚠️ The training broke off, the champion keeps serving',
      '⚠️ L’entraînement s’est interrompu, le champion reste en service',
    ],
    [
      'cancelled',
      { ...taken, cancelled: { by: 'bob', at: noon } },
      '⚠️ Retraining cancelled by bob, the champion keeps serving',
      '⚠️ Réentraînement annulé par bob, le champion reste en service',
    ],
    [
      'rejected',
      { ...taken, retrain: promoted },
      '⚠️ The challenger was kept out',
      '⚠️ Le challenger n’a pas été retenu',
    ],
    [
      'resolved',
      { ...answered, retrain: promoted },
      '✅ Challenger promoted, v7 -> v8',
      '✅ Challenger promu, v7 -> v8',
    ],
    [
      'resolved',
      { ...answered, retrain: null },
      '✅ Another version serves, the incident is closed',
      '✅ Une autre version est en service, l’incident est clos',
    ],
    ['resolved', { ...resolved, resolution: 'quiet' }, '✅ The drift is over', '✅ La dérive est finie'],
    [
      'resolved',
      { ...resolved, resolution: 'rolled_back' },
      '✅ Rolled back, the incident is closed',
      '✅ Retour arrière fait, l’incident est clos',
    ],
    [
      'resolved',
      { ...resolved, resolution: 'expected', expected: { by: 'bob', reason: null } },
      '✅ bob said that the change was expected',
      '✅ bob a dit que le changement était attendu',
    ],
    [
      'resolved',
      { ...resolved, resolution: 'closed', closed: { by: 'bob', reason: null } },
      '✅ Closed by bob',
      '✅ Clos par bob',
    ],
  ])('%s %#', (change, incident, english, french) => {
    expect(note(change, incident)?.title).toBe(english);
    expect(note(change, incident, fr)?.title).toBe(french);
  });

  it('of a moved score has the score', () => {
    expect(note('moved')?.title).toMatch(/^📈 The drift score is now \d/);
  });

  it('has what a person typed in its text, after ours', () => {
    expect(words(note('acknowledged')?.summary ?? [])).toBe(' Note: looking into it');
  });
});

describe('a reminder', () => {
  const news = { ...incidentNews(firing), kind: 'reminder' } as const;

  it('names the incident and what to do, and the last one says that it is the last', () => {
    const first = everyWord(reminderCard({ ...news, level: 1 }, en));
    expect(first).toContain('⏰ Nobody has acknowledged incident #4 yet - demo');
    expect(first).toContain('/alerts ack watch:demo');
    expect(first).not.toContain('last reminder');
    expect(everyWord(reminderCard({ ...news, level: 2 }, en))).toContain('last reminder');
    expect(reminderCard({ ...news, level: 2 }, fr).title).toBe(
      '⏰ L’incident n°\u00a04 attend toujours quelqu’un - demo',
    );
  });
});

describe('the answer to whoever did something', () => {
  const telling = { words: en, at: noon };
  const answer = (incident: Incident, done: boolean, action: Parameters<typeof attendedCard>[1]) =>
    attendedCard({ watch: 'demo', incident, done }, action, telling);

  it('says what was done, or since when and by whom it is so already', () => {
    expect(answer(taken, true, 'acknowledged').title).toBe('🟡 Acknowledged by ada');
    const second = answer(taken, false, 'acknowledged');
    expect([second.title, words(second.summary)]).toEqual([
      '🟡 Acknowledged already, by ada',
      `Since @${noon}`,
    ]);
    expect(answer({ ...taken, snoozed }, false, 'snoozed').title).toBe('🔕 Snoozed already, by ada');
    expect(answer(taken, true, 'woken').title).toBe('🔔 The snooze is ended');
    expect(answer(taken, false, 'woken').title).toBe('🔔 Not snoozed');
    expect(answer({ ...answered, closedAt: noon }, false, 'resolved').title).toBe('✅ Closed already');
  });
});
