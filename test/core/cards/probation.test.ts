import { describe, expect, it } from 'vitest';
import { incidentCard } from '../../../core/cards/incident.ts';
import { incidentNote } from '../../../core/cards/incident-notes.ts';
import { modelCard } from '../../../core/cards/models.ts';
import { rolledBackCard } from '../../../core/cards/rolled-back.ts';
import { statusCard } from '../../../core/cards/status.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { Incident } from '../../../core/news.ts';
import { answered, incidentNews } from './fixtures.ts';
import { noon } from './moments.ts';
import { statusOf, watchOf } from './stati.ts';
import { onProbation, undone } from './tried.ts';
import { failed } from './versions.ts';
import { everyWord, fieldOf, words } from './words.ts';

const en = wordsOf('en');
const fr = wordsOf('fr');
const none = { status: 'none' } as const;
const cardOf = (incident: Incident, language = en) => incidentCard(incidentNews(incident), none, language);

describe('the card of an incident whose answer is on probation', () => {
  it('says that the challenger serves, how far it has come, and how to undo it', () => {
    const card = cardOf(onProbation);
    expect(card.title).toBe('🔄 Retrained v7 -> v8, on probation - demo');
    expect(words(card.summary)).toMatch(/^The challenger now serves\..*It is on probation/);
    expect(fieldOf(card, 'Probation')).toBe(
      '120 of 500 labelled rows\nonly the new one right: 21\nonly the version before right: 4',
    );
    expect(fieldOf(card, 'What you can do')).toBe('undo it with /rollback watch:demo');
    expect(cardOf(onProbation, fr).title).toBe('🔄 Modèle réentraîné v7 -> v8, à l’essai - demo');
  });

  it('says that it is passed', () => {
    const passed = { ...answered, probation: { rows: 500, oldOnly: 9, newOnly: 60 }, closedAt: noon };
    const card = cardOf(passed);
    expect(card.title).toBe('✅ Retrained v7 -> v8, drift answered - demo');
    expect(words(card.summary)).toMatch(/Its probation is passed\.$/);
    expect(fieldOf(card, 'Timeline')).toContain(`@${noon} probation passed`);
  });

  it('says that the version before serves again, and why', () => {
    const card = cardOf(undone);
    expect([card.tone, card.title]).toEqual(['warn', '↩️ Rolled back v8 -> v7, drift goes on - demo']);
    expect(words(card.summary)).toBe(
      'Version 7 serves again, by itself. Version 8 failed its probation: of 120 labelled rows it alone was right on 8, the version before alone on 30.',
    );
    expect(fieldOf(card, 'Timeline')).toContain('probation failed, v8 -> v7');
  });

  it('asks a person after three failures in a row, with what may help', () => {
    const card = cardOf({ ...undone, rejections: 3 });
    expect(card.title).toBe('🙋 3 challengers in a row failed, a person has to decide - demo v3');
    expect(words(card.summary)).toContain('the features may no longer explain the label');
    expect(fieldOf(card, 'What you can do')).toMatch(/^look for a feature.*\/promote watch:demo version:8/);
  });
});

describe('a note of the conversation', () => {
  const note = (change: 'on_probation' | 'undone' | 'rejected' | 'resolved', incident: Incident) =>
    incidentNote({ ...incidentNews(incident), change }, en)?.title;

  it('tells of a probation that begins, fails and is passed', () => {
    expect(note('on_probation', onProbation)).toBe('🔄 Challenger promoted, v7 -> v8, on probation');
    expect(note('undone', undone)).toBe('↩️ Probation failed, rolled back v8 -> v7');
    expect(note('resolved', { ...answered, probation: { rows: 500, oldOnly: 9, newOnly: 60 } })).toBe(
      '✅ Probation passed, v8 stays',
    );
    expect(note('rejected', { ...undone, rejections: 3 })).toBe(
      '🙋 3 challengers in a row failed: a person has to decide',
    );
  });

  it('is not made of how far a probation has come', () => {
    expect(incidentNote({ ...incidentNews(onProbation), change: 'proving' }, en)).toBeNull();
  });
});

describe('other cards', () => {
  it('tell of a promotion that was undone outside an incident', () => {
    const facts = { watch: 'demo', from: 8, to: 7, by: 'vigie', at: noon };
    const proof = { rows: 120, oldOnly: 30, newOnly: 8 };
    const card = rolledBackCard({ ...facts, undone: proof }, en);
    expect(card.title).toBe('↩️ Rolled back demo v8 -> v7');
    expect(words(card.summary)).toContain('Version 8 failed its probation');
  });

  it('mark the version', () => {
    expect(words(modelCard('demo', failed, { words: en, at: noon }).summary)).toBe(
      'It does not serve: it failed its probation.',
    );
  });

  it('have a status of their own for it, which is no alarm', () => {
    const probation = { old: 7, rows: 120, oldOnly: 4, newOnly: 21, since: noon, carried: false };
    const card = statusCard(
      statusOf([watchOf({ state: 'PROBATION', incident: onProbation, probation })]),
      en,
    );
    expect(card.title).toContain('Status: a new version is on probation');
    expect(everyWord(card)).toContain('Probation: 120 of 500 labelled rows');
  });
});
