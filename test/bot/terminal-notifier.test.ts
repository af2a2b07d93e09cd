import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminalNotifier } from '../../bot/terminal-notifier.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { firing, incidentNews } from '../core/cards/fixtures.ts';
import { still } from './ops-double.ts';

describe('the terminal notifier', () => {
  it('prints the card of every revision and has no message to edit', async () => {
    const printed: string[] = [];
    const screen = {
      output: new PassThrough(),
      colour: false,
      timezone: 'UTC',
      terminal: false,
      words: wordsOf('en'),
    };
    const notifier = terminalNotifier({
      screen,
      clock: still,
      print: (text) => void printed.push(text),
    });
    const ref = await notifier.deliver(incidentNews(firing), { status: 'none' }, null);
    expect(ref).toBeNull();
    expect(printed).toHaveLength(1);
    expect(printed[0]).toContain('▌ 🚨 Drift detected - demo v3');
  });
});
