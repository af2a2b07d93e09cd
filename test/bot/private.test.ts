import { describe, expect, it } from 'vitest';
import { commands } from '../../bot/commands/index.ts';
import { runLine } from '../../bot/shell.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { words } from '../core/cards/words.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

describe('the terminal', () => {
  it('takes a question as Discord writes it: nobody else looks on here', async () => {
    const world = { ...opsDouble(), commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };
    expect((await runLine('/status private:True', world)).ok).toBe(true);
    expect((await runLine('/drift demo private:true', world)).ok).toBe(true);
    expect(world.calls).toEqual([
      ['status', {}],
      ['drift', { watch: 'demo' }],
    ]);
    const change = await runLine('/rollback demo private:true', world);
    expect(words(change.card.summary)).toBe('rollback: there is no option "private".');
    expect(words((await runLine('/jobs private', world)).card.summary)).toContain('one word too many');
  });
});
