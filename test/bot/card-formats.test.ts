// A card for programs and for documents.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownCard } from '../../bot/card-markdown.ts';
import { runOnce } from '../../bot/shell.ts';
import { across, bareCard, type Card } from '../../core/cards/card.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { noon } from '../core/cards/moments.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

const look = { width: 80, colour: false, now: noon, timezone: 'UTC', words: wordsOf('en') };
const card: Card = {
  ...bareCard,
  tone: 'good',
  title: '✅ Retrained demo',
  summary: [{ strong: 'Done' }, ' at ', { time: noon, style: 'full' }],
  fields: [across('Accuracy', { code: '0.931' }, '\n214 rows')],
  blocks: [{ name: 'What moved', lines: ['age  ███', 'zip  █'] }],
  links: [{ text: 'run', url: 'https://mlflow.example/#/runs/1' }],
  footer: 'demo · v8',
  at: noon,
};

describe('a card in Markdown', () => {
  it('is a heading, a list of fields, code blocks and links', () => {
    expect(markdownCard(card, look)).toBe(`## ✅ Retrained demo

**Done** at 22 Nov 2026 12:00 UTC

- **Accuracy**: \`0.931\`  
  214 rows

**What moved**

\`\`\`
age  ███
zip  █
\`\`\`

[run](https://mlflow.example/#/runs/1)

*demo · v8 · 22 Nov 2026 12:00 UTC*
`);
  });

  it('is one heading, whatever its words are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = markdownCard({ ...card, title: text, summary: [text], footer: text }, look);
        expect(written.split('\n').filter((line) => /^#+ /.test(line))).toHaveLength(1);
      }),
    );
  });
});

describe('a call for programs', () => {
  async function call(...argv: string[]) {
    const output = new PassThrough();
    const commands = [commandOf('drift', async () => cardOf('No drift'))];
    const screen = { output, colour: true, timezone: 'UTC', terminal: true };
    const deps = { ...opsDouble(), commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };
    const code = await runOnce(argv, { ...deps, ...screen });
    return { code, text: String(output.read()) };
  }

  it('has the card as one line of JSON', async () => {
    const { code, text } = await call('drift', '--json');
    expect(code).toBe(0);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toEqual(cardOf('No drift'));
  });

  it('has it as Markdown', async () => {
    const { text } = await call('--markdown', 'drift');
    expect(text).toMatch(/^## No drift\n/);
  });

  it('fails in the same form', async () => {
    const { code, text } = await call('drfit', '--json');
    expect([code, JSON.parse(text).tone]).toEqual([1, 'bad']);
  });
});
