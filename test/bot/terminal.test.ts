import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCard, renderLine } from '../../bot/terminal.ts';
import type { Look } from '../../bot/terminal-text.ts';
import { bareCard, type Card, type Part, type Rich } from '../../core/cards/card.ts';
import { displayWidth } from '../../core/cards/columns.ts';
import { failureCard } from '../../core/cards/failure.ts';
import { cardFor } from '../../core/cards/index.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { AppError } from '../../core/errors.ts';
import { answered, firing, incidentNews, logged } from '../core/cards/fixtures.ts';
import { minute, noon } from '../core/cards/moments.ts';

const en = wordsOf('en');

const look: Look = { width: 80, colour: false, now: noon + 3 * minute, timezone: 'UTC', words: en };
const card = cardFor(incidentNews(firing), { status: 'none' }, en);
const escapeCode = '\u001b';

function textOf(summary: Rich, changes: Partial<Look> = {}): string {
  return renderCard({ ...bareCard, tone: 'plain', title: 'T', summary, at: noon }, { ...look, ...changes });
}

/** The text a terminal would show: SGR sequences taken out. */
function shown(text: string): string {
  return text.replaceAll(new RegExp(`${escapeCode}\\[[0-9;]*m`, 'g'), '');
}

describe('a card on a terminal', () => {
  it('reads from title to footer', () => {
    expect(renderCard(card, look).split('\n')).toEqual([
      '▌ 🚨 Drift detected - demo v3',
      '▌ Drift is proven, and it is large. Why: accuracy: 0.912 -> 0.781; basket_value:',
      '▌ mean 41.20 -> mean 67.85.',
      '▌',
      '▌ Drift score                             Accuracy before -> now',
      '▌ 0.31 (threshold 0.25)                   0.912 -> 0.781 (-13.1 points)',
      '▌                                         214 labelled rows',
      '▌',
      '▌ Accuracy estimated                      Window',
      '▌ 0.909 -> 0.881 ± 0.026                  500 rows, 50 new',
      '▌ from the scores of 500 rows             against 2,000 of reference',
      '▌ 3 % of the scores beyond what is',
      '▌ calibrated',
      '▌',
      '▌ Evidence                                Changed since',
      '▌ ██████████ 100 % of an alarm            22 Nov 2026 11:47 UTC',
      '▌                                         120 rows ago',
      '▌',
      '▌ Alarms',
      '▌ 1 this week, 3 in 90 days, 1 marked',
      '▌ expected',
      '▌ budget: at most 1 false a week on',
      '▌ average',
      '▌',
      '▌ Timeline',
      '▌   22 Nov 2026 12:00 UTC drift detected',
      '▌',
      '▌ What you can do',
      '▌   retrain now with /retrain watch:demo; was it expected, say so with /alerts',
      '▌   expected watch:demo; see details with /drift watch:demo',
      '▌',
      '▌ Evidence comes from',
      '▌    71 %  accuracy      0.912 -> 0.781',
      '▌    26 %  basket_value  mean 41.20 -> 67.85',
      '▌',
      '▌ What moved (5 features, 2 in evidence ●)',
      '▌   ●  basket_value  █████░░░  0.62  mean 41.20 -> 67.85',
      '▌   ●  region        ██░░░░░░  0.31  north 31 % -> 52 %',
      '▌      prediction    ██░░░░░░  0.20  yes 24 % -> 41 %',
      '▌      age           █░░░░░░░  0.11  mean 38.10 -> 39.92',
      '▌',
      '▌ incident #4 · demo · check 118 · 22 Nov 2026 12:00 UTC',
      '',
    ]);
  });

  it('puts as many columns beside each other as the screen holds', () => {
    const line = (width: number) =>
      renderCard(card, { ...look, width })
        .split('\n')
        .find((each) => each.includes('Drift score'));
    expect(line(140)).toMatch(/Drift score +Accuracy before -> now +Accuracy estimated$/);
    expect(line(100)).toMatch(/Drift score +Accuracy before -> now$/);
    expect(line(40)).toBe('▌ Drift score');
  });

  it('colours by tone only when asked, and shows the same words either way', () => {
    const plain = renderCard(card, look);
    const coloured = renderCard(card, { ...look, colour: true });
    expect(plain).not.toContain(escapeCode);
    expect(coloured).toContain(`${escapeCode}[31m▌${escapeCode}[0m ${escapeCode}[1m🚨`);
    expect(shown(coloured)).toBe(plain);
    const good = renderCard(cardFor(incidentNews(answered), logged, en), { ...look, colour: true });
    expect(good).toContain(`${escapeCode}[32m▌`);
  });

  it('writes links so that they can be copied whole', () => {
    const text = renderCard(cardFor(incidentNews(answered), logged, en), { ...look, width: 40 });
    expect(text).toContain(
      '▌ MLflow run 8f3a21bc (http://127.0.0.1:5555/#/experiments/1/runs/8f3a21bc77de4a01b6a9c0ffee123456)\n',
    );
  });

  it('tells times relative to now and in the zone that is asked for', () => {
    const relative = (time: number): Part => ({ time, style: 'relative' });
    const at = (time: number) => textOf([relative(time)]).split('\n')[1];
    const { now } = look;
    expect(
      [now, now - 55_000, now + 55_000, now - 3 * minute, now - 40 * 60 * minute, now + 72 * 60 * minute].map(
        at,
      ),
    ).toEqual(['▌ now', '▌ 55 s ago', '▌ in 55 s', '▌ 3 min ago', '▌ 40 h ago', '▌ in 3 days']);
    const full: Rich = [{ time: Date.UTC(2026, 6, 1, 22, 30), style: 'full' }];
    expect(textOf(full, { timezone: 'Europe/Paris' })).toContain('2 Jul 2026 00:30');
    expect(textOf(full)).toContain('1 Jul 2026 22:30 UTC');
    expect(textOf([relative(Number.NaN), { time: Number.NaN, style: 'full' }])).not.toContain('NaN');
  });

  it('aligns columns that hold wide characters and emoji', () => {
    const fields = ['漢字の列', 'plain', '👩‍👩‍👧 family', 'e\u0301t\u00e9'].map((value) => ({
      name: 'N',
      value: [value],
      inline: true,
    }));
    const text = renderCard(
      { ...bareCard, tone: 'plain', title: 'T', fields, at: noon },
      { ...look, width: 30 },
    );
    const rows = text.split('\n').filter((line) => /plain|t\u00e9/.test(line));
    const columns = rows.map((line) => displayWidth(line.slice(0, line.search(/plain|e\u0301/))));
    expect(columns).toHaveLength(2);
    expect(new Set(columns).size).toBe(1);
  });

  it('keeps every wrapped line within the width, whatever the words', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.record({ code: fc.string() }),
      fc.record({ strong: fc.string({ unit: 'binary', maxLength: 60 }) }),
    );
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 22, max: 120 }), (summary, width) => {
        for (const line of textOf(summary, { width }).split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
      { seed: 7 },
    );
  });
});

describe('a card in French on a terminal', () => {
  const french: Look = { ...look, words: wordsOf('fr') };
  const at = (time: number, style: 'relative' | 'full') =>
    textOf([{ time, style }], { words: french.words }).split('\n')[1];

  it('has dates and distances in French', () => {
    expect([
      at(noon, 'full'),
      at(noon, 'relative'),
      at(noon + 183 * minute, 'relative'),
      at(noon + 3 * minute, 'relative'),
      at(noon - 4 * 24 * 60 * minute, 'relative'),
      at(Number.NaN, 'full'),
    ]).toEqual([
      '▌ 22 nov. 2026 12:00 UTC',
      '▌ il y a 3 min',
      '▌ dans 3 h',
      '▌ à l’instant',
      '▌ il y a 4 jours',
      '▌ date inconnue',
    ]);
  });

  it('breaks no line at a space that French keeps', () => {
    for (const style of ['strong', 'code'] as const) {
      const lines = textOf(['x'.repeat(12), ' ', { [style]: 'seuil\u00a0: 12\u202f345' } as Part], {
        width: 22,
      }).split('\n');
      expect(lines.slice(1, 3)).toEqual(['▌ xxxxxxxxxxxx seuil\u00a0:', '▌ 12\u202f345']);
    }
  });
});

describe('user data on a terminal', () => {
  const attack = `${escapeCode}[2J${escapeCode}]0;owned\u0007\r\u009b31mred\u202egnp.exe`;

  it('cannot clear the screen, set the title, overwrite the line or reorder text', () => {
    const fields = [
      { name: attack, value: [attack, { code: attack }, { strong: attack }] as Rich, inline: false },
    ];
    const blocks = [{ name: attack, lines: [attack] }];
    const links = [{ text: attack, url: `http://x/${attack}` }];
    const hostile: Card = {
      ...bareCard,
      tone: 'bad',
      title: attack,
      summary: [attack, { link: attack, text: attack }],
      fields,
      blocks,
      links,
      chart: null,
      footer: attack,
      at: noon,
    };
    for (const text of [renderCard(hostile, look), shown(renderCard(hostile, { ...look, colour: true }))]) {
      expect(
        [...text].filter((character) => character !== '\n' && /\p{Cc}|[\u202a-\u202e]/u.test(character)),
      ).toEqual([]);
    }
    expect(renderLine(hostile, look)).not.toContain(escapeCode);
  });

  it('is shown in errors all the same', () => {
    const text = renderCard(
      failureCard(new AppError('unknown_watch', `there is no watch "${attack}"`), { words: en, at: noon }),
      look,
    );
    expect(text).toContain('\ufffd[2J');
    expect(text).toContain('error code: unknown_watch');
  });
});
