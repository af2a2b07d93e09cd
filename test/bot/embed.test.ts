import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEmbed } from '../../bot/embed.ts';
import { bareCard, type Card, type Part, type Tone } from '../../core/cards/card.ts';
import { newMessage } from '../fakes/discord/validation.ts';

const card: Card = { ...bareCard, tone: 'good', title: 'Retrained churn', at: Date.UTC(2024, 4, 1, 12) };

/** Text that hurts: long, blank, full of Markdown, with characters outside the basic plane and halves of them. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.stringMatching(/^[\\*_~`|<@[\]#> \n0-9.-]{0,400}$/),
  fc.string({ unit: fc.constantFrom('😀', '\ud83d', '*', ' ', '\n', '`', '\\') }),
  fc
    .tuple(fc.constantFrom('a', '*', '😀', ' ', '`', '\n', '\\'), fc.integer({ min: 0, max: 7000 }))
    .map(([text, times]) => text.repeat(times)),
);
const part: fc.Arbitrary<Part> = fc.oneof(
  nasty,
  nasty.map((code) => ({ code })),
  nasty.map((strong) => ({ strong })),
  fc.record({ time: fc.integer({ min: 0, max: 4e12 }), style: fc.constantFrom('relative' as const, 'full') }),
  fc.record({ link: fc.oneof(nasty, fc.webUrl()), text: nasty }),
);
const rich = fc.array(part, { maxLength: 8 });
const anyCard: fc.Arbitrary<Card> = fc.record({
  tone: fc.constantFrom<Tone>('good', 'warn', 'bad', 'busy', 'plain'),
  title: nasty,
  summary: rich,
  fields: fc.array(fc.record({ name: nasty, value: rich, inline: fc.boolean() }), { maxLength: 40 }),
  blocks: fc.array(fc.record({ name: nasty, lines: fc.array(nasty, { maxLength: 10 }) }), { maxLength: 5 }),
  links: fc.array(fc.record({ text: nasty, url: fc.oneof(nasty, fc.webUrl()) }), { maxLength: 5 }),
  actions: fc.constant([]),
  chart: fc.constant(null),
  footer: nasty,
  at: fc.integer({ min: 0, max: 4e12 }),
});

/** What Discord shows of escaped text: a backslash before punctuation disappears. */
function shown(text: string): string {
  return text.replace(/\\([^0-9A-Za-z\s])/g, '$1');
}

describe('toEmbed', () => {
  it('makes of any card, however large or odd, an embed that Discord accepts', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        // A card without a word is no card; Discord would refuse it whatever we do.
        fc.pre(any.title.trim() !== '');
        expect(newMessage({ embeds: [toEmbed(any)] })).toEqual([]);
      }),
      { seed: 20240501, numRuns: 400 },
    );
  });

  it('never cuts a character in half', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        expect(JSON.stringify(toEmbed(any))).not.toMatch(/\\ud[89a-f]/i);
      }),
      { seed: 20240502, numRuns: 200 },
    );
  });

  it('shows plain text exactly as it was written', () => {
    const lineless = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(lineless, (text) => {
        fc.pre(text === text.trim() && text !== '');
        expect(shown(toEmbed({ ...card, summary: [text] }).description ?? '')).toBe(text);
      }),
      { seed: 20240503, numRuns: 500 },
    );
  });

  it('makes mentions, formatting, lists and masked links in data inert', () => {
    const hostile =
      '<@1> @everyone <#2> <t:1:R> **b** _i_ ~~s~~ ||x|| `c` [l](http://evil)\n# head\n- item\n1. item\n> q';
    const { description = '' } = toEmbed({ ...card, summary: [hostile] });
    const unescaped = description.replace(/\\[^0-9A-Za-z\s]/g, '');
    expect(unescaped).not.toMatch(/[*_~`|<@[\]]/);
    expect(unescaped).not.toMatch(/^\s*([#>-]|\d+\.)/m);
    expect(shown(description)).toBe(hostile);
  });

  it('writes code, emphasis, times and links as Markdown', () => {
    const summary: Part[] = [
      { strong: 'PSI' },
      ' ',
      { code: '0.31' },
      ' ',
      { time: 1_714_564_800_999, style: 'relative' },
      ' ',
      { time: 1_714_564_800_000, style: 'full' },
      ' ',
      { link: 'http://mlflow:5000/#/runs/a(b)', text: 'run' },
    ];
    expect(toEmbed({ ...card, summary }).description).toBe(
      '**PSI** `0.31` <t:1714564800:R> <t:1714564800:f> [run](http://mlflow:5000/#/runs/a%28b%29)',
    );
  });

  it('shows an address that is no web address as text', () => {
    expect(toEmbed({ ...card, summary: [{ link: 'javascript:alert(1)', text: 'run' }] }).description).toBe(
      'run',
    );
  });

  it('puts links on the last line of the description, even under a summary that is too long', () => {
    const links = [
      { text: 'MLflow run', url: 'https://mlflow.example/run' },
      { text: 'Dashboard', url: 'https://grafana.example/' },
    ];
    const { description = '' } = toEmbed({ ...card, summary: ['x'.repeat(9000)], links });
    expect(description.length).toBe(4096);
    expect(description.split('\n').at(-1)).toBe(
      '[MLflow run](https://mlflow.example/run) · [Dashboard](https://grafana.example/)',
    );
  });

  it('fences blocks, keeps their lines whole and cannot be left by a backtick', () => {
    const lines = Array.from({ length: 100 }, (_, at) => `feature_${at} \`\`\` ${'▰'.repeat(20)}`);
    const value = toEmbed({ ...card, blocks: [{ name: 'Top features', lines }] }).fields?.[0]?.value ?? '';
    const body = value.split('\n');
    expect(value.length).toBeLessThanOrEqual(1024);
    expect([body[0], body.at(-2), body.at(-1)]).toEqual(['```', '…', '```']);
    expect(body.slice(1, -2).every((line) => line.endsWith('▰'.repeat(20)))).toBe(true);
    expect(value.match(/```/g)).toHaveLength(2);
  });

  it('counts the fields for which there was no place', () => {
    const fields = Array.from({ length: 30 }, (_, at) => ({ name: `f${at}`, value: ['1'], inline: true }));
    const shownFields = toEmbed({ ...card, fields }).fields ?? [];
    expect(shownFields).toHaveLength(25);
    expect(shownFields.at(-1)).toMatchObject({ name: '…', value: '+6' });
  });

  it('counts them too when the text of the others takes all 6000 characters', () => {
    const fields = Array.from({ length: 12 }, (_, at) => ({
      name: `f${at}`,
      value: ['x'.repeat(1100)],
      inline: true,
    }));
    const shownFields = toEmbed({ ...card, fields }).fields ?? [];
    expect(shownFields.at(-1)).toMatchObject({ name: '…', value: `+${12 - (shownFields.length - 1)}` });
  });

  it('keeps all 25 fields that Discord allows', () => {
    const fields = Array.from({ length: 25 }, (_, at) => ({ name: `f${at}`, value: ['1'], inline: true }));
    expect(toEmbed({ ...card, fields }).fields?.at(-1)?.name).toBe('f24');
  });

  it('shows a dash where a value is blank', () => {
    const fields = [{ name: ' ', value: ['  \n'], inline: true }];
    expect(toEmbed({ ...card, fields }).fields).toEqual([{ name: '–', value: '–', inline: true }]);
  });

  it('colours by tone and carries the time of the card', () => {
    const colours = (['good', 'warn', 'bad', 'busy', 'plain'] as const).map(
      (tone) => toEmbed({ ...card, tone }).color,
    );
    expect(colours).toEqual([0x57f287, 0xfee75c, 0xed4245, 0x5865f2, 0x99aab5]);
    expect(toEmbed(card).timestamp).toBe('2024-05-01T12:00:00.000Z');
  });
});
