// A pipeline that breaks: the alarm asks for a repair, and nothing is trained on the broken rows.
import { appendFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { cardFor } from '../../core/cards/index.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { fieldOf } from '../core/cards/words.ts';
import { chance } from '../core/evidence/rows.ts';
import { learned, minute, type Stage } from './stage.ts';

const en = wordsOf('en');

let stage: Stage;
afterEach(() => stage.close());

/** Rows whose y is missing in every second one; labels follow x as before. */
function holed(from: number, count: number): string {
  const random = chance(from);
  const rows = Array.from({ length: count }, (_, row) => {
    const x = random.normal();
    const at = new Date(stage.clock.now() - (count - 1 - row) * 1_000).toISOString();
    const y = row % 2 === 0 ? '' : random.normal().toFixed(4);
    return `h${from + row},${at},${x.toFixed(4)},${y},${x > 0 ? 'yes' : 'no'}\n`;
  });
  return rows.join('');
}

it('values that go missing are named on the card, and no challenger learns from them', async () => {
  stage = await learned(2_000);
  await stage.rounds(3);
  for (let round = 0; round < 6; round += 1) {
    stage.clock.advance(2 * minute);
    await appendFile(stage.path, holed(10_000 + 50 * round, 50));
    expect((await stage.patrol()).retrain).toBeNull();
  }
  const news = stage.mailbox.deliveries.map((one) => one.news).filter(({ kind }) => kind === 'incident');
  expect(news[0]).toMatchObject({ broken: ['y'], incident: { phase: 'firing' } });
  const card = cardFor(news[0] as (typeof news)[number], { status: 'none' }, en);
  expect(card.title).toBe('🔧 Fix the pipeline - shop v1');
  expect(card.blocks[0]?.lines[0]).toMatch(/^ *\d+ % +y missing +0\.0 % -> 50 %$/);
  expect(fieldOf(card, 'What you can do')).toMatch(
    /^mend the pipeline; then \/quarantine release watch:shop number:1 /,
  );
  expect(await stage.state()).toMatchObject({ monitor: 'QUARANTINE', champion: 1, lastVersion: 1 });
});
