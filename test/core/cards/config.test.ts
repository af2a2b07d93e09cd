import { describe, expect, it } from 'vitest';
import { configCard } from '../../../core/cards/config.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { configured, manyConfigured } from './configured.ts';
import { noon } from './moments.ts';
import { asked, everyWord, fieldOf, words } from './words.ts';

const card = configCard(configured, asked);

describe('the card of what holds', () => {
  it('says of each setting of a watch who decided it; a threshold set by command comes first', () => {
    expect(fieldOf(card, 'demo')?.split('\n')).toEqual([
      'source file, trained here (logistic)',
      'mode full (watches file), policy approve (environment)',
      `threshold 0.4, set by ada @${noon} instead of 0.25 (watches file)`,
      'false alarms a week: 1 (default)',
      'window of 2,000 rows, a check every 2 min',
      'time zone UTC (default)',
      'channel 77777',
    ]);
  });

  it('says nothing of a budget where there is none, nor of origins nobody knows', () => {
    expect(fieldOf(card, 'x1')?.split('\n')).toEqual([
      'source file, served elsewhere',
      `mode seed, policy shadow, set by bob @${noon} instead of approve`,
      'threshold 0.25',
      'window of 2,000 rows, a check every 2 min',
      'time zone UTC',
      `channel 88888, set by bob @${noon} instead of the one of all`,
    ]);
  });

  it('names secrets, roles by id, what is not the default, and both versions', () => {
    expect(fieldOf(card, 'Secrets')).toBe('MONGODB_URI set (secret file)\nMETRICS_TOKEN not set');
    expect([fieldOf(card, 'Operators'), fieldOf(card, 'Admins')]).toEqual([
      `22222, 33333, set by ada @${noon} instead of 11111`,
      `who has Manage Server and 44444, set by ada @${noon}`,
    ]);
    expect(fieldOf(card, 'Digest')).toBe(
      `every day at 09:00 (Europe/Paris). The next one comes @${noon + 68_400_000} (@${noon + 68_400_000}). It goes where cards go that are of no watch.`,
    );
    expect(fieldOf(card, 'Not the default')).toBe('RETRAIN_POLICY=approve\nDISCORD_OPERATOR_ROLE_IDS=11111');
    expect(card.footer).toBe('vigie 0.1.0 · Node v20.19.0 · bot, jobs');
    expect([fieldOf(card, 'Storage'), fieldOf(card, 'MLflow')]).toEqual(['mongodb', 'configured']);
  });

  it('is in French for those who read French', () => {
    const french = configCard(configured, { words: wordsOf('fr'), at: noon });
    expect(everyWord(french)).toMatch(/seuil 0,4, fixé par ada/);
  });

  it('stays within 25 fields however many watches there are', () => {
    const many = configCard({ ...configured, watches: manyConfigured }, asked);
    expect(many.fields.length).toBeLessThanOrEqual(25);
    expect(words(many.summary)).toContain('2 more watches not shown');
  });
});
