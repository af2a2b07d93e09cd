import { describe, expect, it } from 'vitest';
import { incidentsCard } from '../../../core/cards/incidents.ts';
import { noDataCard } from '../../../core/cards/no-data.ts';
import { testedCard, testNewsCard } from '../../../core/cards/test.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { answered, firing } from './fixtures.ts';
import { noon } from './moments.ts';
import { everyWord, fieldOf } from './words.ts';

const en = { words: wordsOf('en'), at: noon };
const fr = { words: wordsOf('fr'), at: noon };
const past = { firedAt: noon, acknowledgedAt: null, closedAt: noon, resolution: 'closed', fired: 3 } as const;

describe('the list of incidents', () => {
  const acknowledged = { by: 'ada', at: noon, note: null };
  const snoozed = { by: 'ada', at: noon, until: noon + 60_000, reason: null };
  const result = {
    at: noon,
    watches: [
      {
        watch: 'demo',
        incident: { ...firing, acknowledged, snoozed, fired: 2 },
        past: [{ ...past, number: 3 }],
      },
      { watch: 'shop', incident: { ...answered, closedAt: noon }, past: [] },
      { watch: 'new', incident: null, past: [] },
    ],
  };

  it('shows what is open and who has it, then what was, newest first', () => {
    const card = incidentsCard(result, en);
    expect([card.tone, card.title]).toEqual(['bad', '🚨 1 open incident']);
    const at = firing.opened.at;
    expect(fieldOf(card, 'demo')).toBe(
      `#4 firing, since @${at}, fired 2x, ada has it, snoozed until @${noon + 60_000}\n#3 closed by hand, fired 3x @${noon}`,
    );
    expect(fieldOf(card, 'shop')).toBe(`#4 answered by a promotion @${noon}`);
    expect(fieldOf(card, 'new')).toBe('no incident so far');
  });

  it('says that nobody has it, and so in French', () => {
    const open = { at: noon, watches: [{ watch: 'demo', incident: firing, past: [] }] };
    expect(fieldOf(incidentsCard(open, en), 'demo')).toContain('nobody has it');
    expect(everyWord(incidentsCard(open, fr))).toContain('personne ne s’en occupe');
    const none = { at: noon, watches: [] };
    expect(incidentsCard(none, en).title).toBe('✅ No open incident');
    expect(incidentsCard(none, fr).title).toBe('✅ Aucun incident ouvert');
  });
});

describe('a test card', () => {
  const base = { key: 'k', watch: 'demo', at: noon, thread: 't', revision: 1, channel: null };

  it('is marked as one', () => {
    const card = testNewsCard({ ...base, kind: 'test', by: 'ada' }, en.words);
    expect(card.title).toBe('🧪 TEST - demo');
    expect(everyWord(card)).toContain('asked for by ada');
  });

  it.each([
    ['sent', '✅ The test card has arrived - demo', '✅ La carte de test est arrivée - demo'],
    ['dead', '❌ The test card was refused - demo', '❌ La carte de test a été refusée - demo'],
    ['due', '⚠️ The test card waits - demo', '⚠️ La carte de test attend - demo'],
  ] as const)('that is %s is answered so', (status, english, french) => {
    const result = { watch: 'demo', notifier: 'discord', status, reason: null };
    expect([testedCard(result, en).title, testedCard(result, fr).title]).toEqual([english, french]);
  });
});

describe('the card of a silence', () => {
  const base = { key: 'k', watch: 'demo', at: noon, thread: 't', revision: 1, channel: null };
  const silence = { ...base, kind: 'no_data', since: noon, checks: 3, back: null } as const;

  it('says since when nothing came, and later that data is back', () => {
    const card = noDataCard(silence, en.words);
    expect([card.tone, card.title]).toEqual(['plain', '📭 No data - demo']);
    expect([fieldOf(card, 'None since'), fieldOf(card, 'Empty checks')]).toEqual([`@${noon}`, '3']);
    const back = noDataCard({ ...silence, checks: 1_200, back: { at: noon, rows: 5_000 } }, en.words);
    expect([back.tone, back.title]).toEqual(['good', '📬 Data is back - demo']);
    expect(fieldOf(back, 'New rows')).toBe('5,000');
    expect(noDataCard(silence, fr.words).title).toBe('📭 Plus de données - demo');
  });
});
