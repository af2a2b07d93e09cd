import { describe, expect, it } from 'vitest';
import { compareCard, modelCard, modelsCard } from '../../../core/cards/models.ts';
import { switchQuestion } from '../../../core/cards/switch-question.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { noon } from './moments.ts';
import { keptOut, older, present, waiting } from './versions.ts';
import { everyWord, fieldOf, words } from './words.ts';

const english = { words: wordsOf('en'), at: noon };
const french = { words: wordsOf('fr'), at: noon };

describe('the card of kept versions', () => {
  it('has a line for each, the one that serves marked, and a menu to look at one', () => {
    const card = modelsCard(
      { watch: 'shop', elsewhere: false, timezone: 'UTC', versions: [present, older] },
      english,
    );
    expect(card.title).toBe('📦 2 versions kept - shop');
    expect(card.blocks[0]?.lines).toEqual([
      '   v  trained      why    rows    accuracy  log-loss  by',
      '●  3  01-05 09:30  drift  12,345  0.873     0.300     vigie',
      '○  2  01-05 09:30  first  12,345  -         -         ada',
    ]);
    expect(card.actions).toMatchObject([
      { kind: 'menu', command: 'model info', args: { watch: 'shop' }, name: 'version' },
    ]);
  });

  it('says which challengers the gate kept out', () => {
    const versions = [keptOut, present];
    const card = modelsCard({ watch: 'shop', elsewhere: false, timezone: 'UTC', versions }, english);
    expect(card.blocks[0]?.lines[1]).toBe('   4  01-05 09:30  kept out  12,345  0.873     0.300     vigie');
    const one = modelCard('shop', keptOut, french);
    expect(words(one.summary)).toBe('Elle n’est pas en service : la comparaison l’a écartée.');
    expect(one.actions).toMatchObject([{ command: 'promote', args: { version: '4' } }]);
  });

  it('says which challenger waits for approval, and does not call it kept out', () => {
    const versions = [waiting, present];
    const card = modelsCard({ watch: 'shop', elsewhere: false, timezone: 'UTC', versions }, english);
    expect(card.blocks[0]?.lines[1]).toBe('   4  01-05 09:30  waits  12,345  0.873     0.300     vigie');
    expect(words(modelCard('shop', waiting, english).summary)).toBe(
      'It does not serve yet: it passed the gate and waits for approval.',
    );
  });

  it('is in French for those who read French', () => {
    const card = modelsCard(
      { watch: 'shop', elsewhere: false, timezone: 'UTC', versions: [present, older] },
      french,
    );
    expect(card.title).toBe('📦 2 versions gardées - shop');
    expect(everyWord(card)).toContain('0,873');
  });

  it('says that there is none yet', () => {
    const card = modelsCard({ watch: 'shop', elsewhere: false, timezone: 'UTC', versions: [] }, english);
    expect(words(card.summary)).toBe('Nothing is trained yet.');
    expect(card.blocks).toEqual([]);
  });
});

describe('the card of one version', () => {
  it('says what it was worth, and offers to promote it unless it serves', () => {
    const card = modelCard('shop', present, english);
    expect(fieldOf(card, 'Baseline')).toBe('accuracy 0.873\nlog-loss 0.300\nAUC 0.950\non 400 rows');
    expect(card.links).toMatchObject([{ url: 'http://mlflow/r' }]);
    expect(card.actions).toEqual([]);
    expect(modelCard('shop', older, english).actions).toMatchObject([
      { command: 'promote', args: { watch: 'shop', version: '2' }, look: 'danger' },
    ]);
  });
});

describe('two versions side by side', () => {
  it('are measured each on its own rows, and the card says so', () => {
    const card = compareCard('shop', [older, present], english);
    expect(card.title).toBe('⚖️ shop v2 and v3');
    expect(words(card.summary)).toContain('not the same rows');
    expect(fieldOf(card, 'v2')).toContain('not measured: too few labels');
    expect(fieldOf(card, 'v3')).toContain('This version serves.');
    expect(card.actions).toHaveLength(1);
  });

  it('are what a promotion and a rollback ask about', () => {
    const asked = { watch: 'shop', how: 'promote', present, wanted: older } as const;
    const card = switchQuestion(asked, english);
    expect(card.title).toBe('⬆️ Promote shop v3 -> v2?');
    expect(fieldOf(card, 'Serves now (v3)')).toContain('0.873');
    expect(fieldOf(card, 'Would serve (v2)')).toContain('not measured');
    const back = switchQuestion({ ...asked, how: 'rollback' }, french);
    expect(back.title).toBe('↩️ Retour arrière sur shop v3 -> v2\u202f?');
    expect(fieldOf(back, 'En service (v3)')).toContain('0,873');
  });
});
