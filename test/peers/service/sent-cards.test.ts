// Every kind of card as Discord, documents and terminals get it: whatever people and data say, it stays text, it calls
// nobody, and it fits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownCard } from '../../../bot/card-markdown.ts';
import { toSvg } from '../../../bot/chart/draw.ts';
import { toRows } from '../../../bot/components.ts';
import { callingBody, cardBody, plainBody } from '../../../bot/message.ts';
import { renderCard, renderLine } from '../../../bot/terminal.ts';
import type { Card } from '../../../core/cards/card.ts';
import { type Words, wordsOf } from '../../../core/cards/words/index.ts';
import { gallery } from '../../core/cards/gallery.ts';
import { noon } from '../../core/cards/moments.ts';
import { sayingInstead } from '../../core/cards/said.ts';
import { embedHtml } from '../../fakes/discord/page/embed.ts';
import { callback, messageEdit, newMessage, webhookMessage } from '../../fakes/discord/validation.ts';

const en = wordsOf('en');
const languages = [en, wordsOf('fr')];
const watch = 'w'.repeat(32);
const roleIds = ['700000000000000001'];

/** What would call, format, link or leave its place, if it were more than text. */
const hostile = [
  '@everyone',
  '@here',
  '<@700000000000000002>',
  '<@!700000000000000002>',
  '<@&700000000000000001>',
  '<#700000000000000003>',
  '</drift:700000000000000003>',
  '<t:1:R>',
  '[click](https://evil.example/)',
  '[click](<https://evil.example/>)',
  '](https://evil.example/)',
  '<https://evil.example/>',
  '**x**',
  '__x__',
  '*x*',
  '_x_',
  '~~x~~',
  '||x||',
  '`x`',
  '``x``',
  '```x```',
  '\n```\n# x\n```\n',
  '\n# x',
  '\n### x',
  '\n-# x',
  '\n> x',
  '\n>>> x',
  '\n- x',
  '\n* x',
  '\\',
  '\\\\*x*',
  '\u001b[31mx',
  '\u009b31mx',
  '\r\u0000\u0007x',
  '\u202ex',
  '\u2066x',
  '\ud83d',
];
/** Some of them together, said in turn: so each comes in many places, and none is long enough to be cut. */
const hostileTexts = fc.array(
  fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 2 }).map((parts) => `x${parts.join('')}x`),
  { minLength: 37, maxLength: 37 },
);
const seeded = { seed: 20261122, numRuns: 2, endOnFailure: true };

/** Each once: where a run stands is a link or a word of ours. */
const galleryOf = (words: Words, texts: Parameters<typeof sayingInstead>[0]) =>
  Object.entries(gallery(words, sayingInstead(texts))).filter(([name]) => !/, (logged|queued)$/.test(name));

/** How a reader of Discord's Markdown shows the card: its marks, mentions and links that hide where they lead. */
function reading(card: Card) {
  const [embed] = cardBody(card).embeds;
  const html =
    embed === undefined ? '' : embedHtml(embed, { now: noon, nameOf: () => 'somebody' }, () => null);
  const links = [...html.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)];
  return {
    marks: html.replaceAll(/<a .*?<\/a>/g, '').match(/<(?!\/|br|div|article)[^> ]+( class="[^"]*")?/g) ?? [],
    masked: links.filter(([, url, text]) => url !== text).map(([, url]) => url),
  };
}

describe('what people and data say', () => {
  const plain = galleryOf(en, { watch: 'demo', typed: ['xax'] }).map(([, card]) => reading(card));

  it('formats, mentions and links nothing on any card', () => {
    expect(plain.flatMap(({ marks }) => marks)).toEqual(expect.arrayContaining(['<strong', '<code', '<pre']));
    fc.assert(
      fc.property(hostileTexts, (typed) => {
        for (const [at, [name, card]] of galleryOf(en, { watch: 'demo', typed }).entries())
          expect(reading(card), name).toEqual(plain[at]);
      }),
      seeded,
    );
  });

  it('calls nobody: every body says whom it may call', () => {
    for (const [name, card] of galleryOf(en, { watch: 'demo', typed: hostile })) {
      for (const body of [cardBody(card), plainBody(card)])
        expect(body, name).toMatchObject({ allowed_mentions: { parse: [] } });
      for (const body of [cardBody(card), plainBody(card)])
        expect([Object.keys(body.allowed_mentions), 'content' in body], name).toEqual([['parse'], false]);
      expect(callingBody(card, roleIds), name).toMatchObject({
        content: '<@&700000000000000001>',
        allowed_mentions: { parse: [], roles: roleIds },
      });
    }
  });

  it('is no markup in a picture', () => {
    const typed = ['<script>"&\u0000\u202e</text>'];
    const charts = galleryOf(en, { watch: 'demo', typed }).flatMap(([, { chart }]) => chart ?? []);
    expect(charts.length).toBeGreaterThan(3);
    for (const chart of charts) expect(toSvg(chart)).not.toMatch(/<script|<\/text>"|\p{Cc}|\u202e/u);
  });

  it('moves no cursor and changes no colour on a terminal or in a document', () => {
    const look = { width: 80, colour: false, now: noon, timezone: 'UTC', words: en };
    fc.assert(
      fc.property(hostileTexts, (typed) => {
        for (const [name, card] of galleryOf(en, { watch: 'demo', typed })) {
          const lines = renderCard(card, look).split('\n').slice(0, -1);
          const texts = [...lines, renderLine(card, look), ...markdownCard(card, look).split('\n')];
          expect(texts.join(''), name).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
          for (const line of lines) expect(line.startsWith('▌'), name).toBe(true);
        }
      }),
      seeded,
    );
  });
});

describe('every card', () => {
  const sizes = [
    ['as it is', { watch: 'demo', typed: ['ada'] }],
    ['with long names', { watch, typed: ['feature_of_somebody '.repeat(10)] }],
    ['with everything long and many of it', { watch, typed: ['😀*_`é'.repeat(50)], atLeast: 26 }],
  ] as const;

  it.each(sizes)('%s is taken by Discord, in both languages', (_, texts) => {
    for (const words of languages)
      for (const [name, card] of galleryOf(words, texts)) {
        const body = cardBody(card);
        const flags = 64;
        expect(newMessage(body), name).toEqual([]);
        expect(messageEdit(body), name).toEqual([]);
        expect(callback({ type: 4, data: { ...body, flags } }), name).toEqual([]);
        expect(newMessage(callingBody(card, roleIds)), name).toEqual([]);
        expect(webhookMessage(plainBody(card)), name).toEqual([]);
      }
  });

  it('keeps all of its buttons for the longest name of a watch', () => {
    for (const words of languages)
      for (const [name, { actions }] of galleryOf(words, { watch, typed: ['ada'] }))
        expect(
          toRows(actions).flatMap(({ components }) => components),
          name,
        ).toHaveLength(actions.length);
  });
});
