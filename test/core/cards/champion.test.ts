import { describe, expect, it } from 'vitest';
import { championAtCard } from '../../../core/cards/champion.ts';
import { before, ended, serving, untold } from './successions.ts';
import { asked, everyWord } from './words.ts';

const said = (result: typeof ended) => everyWord(championAtCard(result, asked));

describe('the card of a past moment', () => {
  it('says what served, from when to when, why, and what came next', () => {
    const card = championAtCard(ended, asked);
    expect(card.title).toBe('🕰️ v3 answered - demo');
    const text = said(ended);
    expect(text).toContain('v3 was retrained and passed the gate');
    expect(text).toContain('drift, incident #4');
    expect(text).toContain('right where the other is wrong: challenger 24, champion 9, of 200 holdout rows');
    expect(text).toContain('rolled back to v2');
    expect(text).toContain('"safer"');
    expect(card.links.map(({ url }) => url)).toEqual(['http://mlflow/r']);
    expect(card.actions).toMatchObject([{ command: 'model info', args: { watch: 'demo', version: '3' } }]);
  });

  it('says where the model came from when only its reference window is another', () => {
    const text = said(serving);
    expect(text).toContain('v4: the same model, for a change that was expected');
    expect(text).toContain('v3 was retrained and passed the gate');
    expect(text).toContain('and it serves still');
  });

  it('says that nothing served yet, or that nobody can tell', () => {
    expect(championAtCard(before, asked).title).toBe('🕰️ No model answered - demo');
    expect(said(before)).toContain('v1 was trained without a gate');
    expect(championAtCard(untold, asked).title).toBe('🕰️ Nobody can tell - demo');
    expect(said(untold)).toContain('before changes of champion were recorded');
  });
});
