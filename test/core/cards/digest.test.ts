import { describe, expect, it } from 'vitest';
import { digestCard } from '../../../core/cards/digest.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { WatchDigest } from '../../../core/news.ts';
import { busy, calm } from './deeds.ts';
import { noon } from './moments.ts';
import { everyWord, fieldOf, words } from './words.ts';

const card = (watches: WatchDigest[], tag = 'en', period: '24h' | '7d' = '24h') =>
  digestCard({ at: noon, period, watches }, wordsOf(tag));

describe('the digest', () => {
  it('tells of each watch what it came to', () => {
    const shown = card([busy, calm]);
    expect([shown.tone, shown.title]).toEqual(['warn', '📋 Digest of the last 24 hours']);
    expect(words(shown.summary)).toBe('1 watch with an open incident.');
    expect(fieldOf(shown, 'demo')?.split('\n')).toEqual([
      '720 checks, 36,000 rows, drift in 4',
      '2 incidents, acknowledged after 4 min on average, resolved after 1 h 5 min on average',
      `open: #7, since @${noon}, nobody has it`,
      'retrainings: 1 promoted, 2 kept out',
      'accuracy 0.931 -> 0.912 (-1.9 points)',
      'alarms: 2 this week, 9 in 90 days, 3 of them expected; at most 1 false a week by design',
    ]);
    expect(fieldOf(shown, 'shop')?.split('\n')).toEqual([
      '720 checks, 36,000 rows, drift in 4',
      '0 incidents',
      'retrainings: 1 promoted, 2 kept out',
      'alarms: 0 this week, 0 in 90 days, 0 of them expected',
    ]);
  });

  it('is calm where nothing is open, and names an owner where there is one', () => {
    expect(words(card([calm]).summary)).toBe('No incident is open.');
    const owned = { ...busy, open: { number: 7, since: noon, owner: 'ada' } };
    expect(fieldOf(card([owned]), 'demo')).toContain('ada has it');
  });

  it('speaks French', () => {
    const shown = everyWord(card([busy], 'fr', '7d'));
    expect(shown).toContain('Bilan des 7 derniers jours');
    expect(shown).toContain('personne ne s’en occupe');
    expect(shown).toContain('exactitude 0,931 -> 0,912');
  });

  it('shows as many watches as a card holds, and says how many it leaves out', () => {
    const many = Array.from({ length: 23 }, (_, at) => ({ ...calm, watch: `w${at}` }));
    expect(card(many).fields).toHaveLength(20);
    expect(words(card(many).summary)).toContain('3 more are not shown');
  });
});
