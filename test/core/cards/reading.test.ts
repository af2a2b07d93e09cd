import { describe, expect, it } from 'vitest';
import { toEmbed } from '../../../bot/embed.ts';
import { featureCard } from '../../../core/cards/feature.ts';
import { readingCard } from '../../../core/cards/reading.ts';
import { fullReportCard } from '../../../core/cards/report.ts';
import { column, dayRead, moved, priceStory, regionStory } from './full-report.ts';
import { noon } from './moments.ts';
import { en, everyWord, fieldOf, words } from './words.ts';

const day = { span: '24h', cut: false } as const;

describe('a reading of a time', () => {
  it('says first that it is no verdict, of how many rows and of which time', () => {
    const card = readingCard({ ...moved, reach: day }, day, en);
    expect(words(card.summary)).toBe(
      'No verdict: a reading of the last 24 hours, 500 rows. It raises no alarm and ends none.',
    );
    expect([card.tone, card.title]).toEqual(['plain', '📖 Reading of the last 24 hours - demo v3']);
    expect(fieldOf(card, 'Drift score')).toBe('0.47 (threshold 0.25)');
    expect(fieldOf(card, 'Window')).toBe('500 rows, the last 24 hours\nagainst 20,000 of reference');
  });

  it('shows every column with a bar, what moved beyond chance first', () => {
    const [bars] = readingCard({ ...moved, reach: day }, day, en).blocks;
    expect(bars?.name).toBe('What moved (4 columns, p adjusted, beyond chance ●)');
    expect(bars?.lines.map((line) => line.slice(0, 15).trim())).toEqual([
      '●  basket_value',
      '●  region',
      '●  prediction',
      'age',
    ]);
    expect(bars?.lines[0]).toContain('█████░░░  0.62  mean 41.20 -> 67.85');
  });

  it('says so where more rows lie in the time than were read, in full as in short', () => {
    const told = 'only the newest 100,000 rows of it were read';
    expect(everyWord(readingCard(dayRead, { span: '24h', cut: true }, en))).toContain(told);
    expect(everyWord(fullReportCard(dayRead, en))).toContain(told);
    expect(everyWord(fullReportCard(moved, en))).not.toContain('were read');
  });
});

describe('the card of one feature', () => {
  it('has its effect beside that of all, what is missing, and when it last drifted', () => {
    const card = featureCard(moved, priceStory, en);
    expect([card.title, card.tone]).toEqual(['🔬 basket_value - demo v3', 'warn']);
    expect(words(card.summary)).toContain('This feature moved by more than chance explains. One look');
    expect(fieldOf(card, 'Effect')).toBe('0.62 mean 41.20 -> 67.85\nall features together 0.47');
    expect(fieldOf(card, 'Missing')).toBe('1.2 % -> 3.4 %');
    expect(fieldOf(card, 'Last drifted')).toBe(`check 41, @${noon - 60_000}`);
  });

  it('tells its evidence, its distances and its quantiles side by side', () => {
    const blocks = Object.fromEntries(
      featureCard(moved, priceStory, en).blocks.map(({ name, lines }) => [name, lines]),
    );
    expect(blocks['Evidence comes from']).toEqual([' 61 %  basket_value  mean 41.20 -> 67.85']);
    expect(blocks['Statistics (by chance in brackets)']).toEqual([
      'JS (chance)  PSI   KS    W1/sd (chance)  bulk  p',
      '0.64 (0.06)  2.10  0.48  1.31 (0.05)     1.20  9.3e-21',
    ]);
    expect(blocks['Values: quantile, reference, now']).toEqual([
      '  5 %  12.5  20.25',
      ' 50 %  41    67.12',
      ' 95 %  88    -',
    ]);
  });

  it('of a category has shares, and says that no check ever named it', () => {
    const card = featureCard(moved, regionStory, en);
    expect(card.blocks.at(-1)?.lines).toEqual(['north       31.0 %  52.0 %', 'all others  69.0 %  48.0 %']);
    expect(fieldOf(card, 'Last drifted')).toBe(
      'not in the last 60 checks\nnothing of the newest check speaks of it',
    );
  });

  it('of a time says that it is no verdict, and of too few values that there are too few', () => {
    const few = { ...dayRead, features: [column('region', { adjustedP: null, effect: null })] };
    expect(words(featureCard(few, regionStory, en).summary)).toBe(
      'Too few values to compare this feature. No verdict: a reading of the last 24 hours, 100,000 rows.',
    );
  });

  it('fits into an embed, whatever the feature and its categories are called', () => {
    const name = '*'.repeat(300);
    const shares = Array.from({ length: 9 }, () => ({ category: '`'.repeat(300), before: 0.1, after: 0.1 }));
    const long = { ...regionStory, name, shares };
    const embed = toEmbed(featureCard({ ...moved, features: [column(name, {})] }, long, en));
    expect(embed.title?.length).toBeLessThanOrEqual(256);
    for (const { value } of embed.fields ?? []) expect(value.length).toBeLessThanOrEqual(1024);
  });
});
