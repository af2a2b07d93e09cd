// Run, model and comparison on cards: links where a browser can follow them, names as text where not.
import { expect, it } from 'vitest';
import { modelCard, modelsCard } from '../../../core/cards/models.ts';
import { runCell, runField, runLinks, runWords } from '../../../core/cards/run-parts.ts';
import { statusCard } from '../../../core/cards/status.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { RunState } from '../../../core/ports.ts';
import { logged, registered } from './fixtures.ts';
import { noon } from './moments.ts';
import { statusOf, watchOf } from './stati.ts';
import { older, present } from './versions.ts';
import { en, everyWord, fieldOf } from './words.ts';

const fr = wordsOf('fr');

/** What is known where no public address is configured. */
const unlinked: RunState = {
  status: 'logged',
  run: { runId: '8f3a21bc77de', url: null, registered: { name: 'demo', version: '4', url: null } },
};

it('run, version and comparison are links under a public address, and the model keeps the name Python loads it by', () => {
  expect(runLinks(registered, en).map(({ text }) => text)).toEqual([
    'MLflow run 8f3a21bc',
    'MLflow version 4',
    'Compare in MLflow',
  ]);
  expect(runField(registered, en)).toEqual([
    { name: 'MLflow model', value: [{ code: 'models:/demo/4' }], inline: true },
  ]);
  expect(runLinks(logged, en)).toHaveLength(1);
  expect(runField(logged, en)).toEqual([]);
});

it('without one they are text, and no link is dead', () => {
  expect(runLinks(unlinked, en)).toEqual([]);
  expect(runField(unlinked, en).map(({ value }) => value)).toEqual([
    [{ code: '8f3a21bc77de' }],
    [{ code: 'models:/demo/4' }],
  ]);
  expect(runWords(unlinked, en)).toEqual(['MLflow run 8f3a21bc', ', ', 'MLflow version 4']);
});

it('a run that is not logged says where it is', () => {
  const said = (status: 'kept' | 'queued' | 'refused') => runField({ status }, en)[0]?.value.join('');
  expect([said('kept'), said('queued'), said('refused')]).toEqual([
    'kept here, no MLflow is set',
    'queued',
    'refused, see /status',
  ]);
  expect(runField({ status: 'kept' }, fr)[0]?.value.join('')).toBe('gardé ici, aucun MLflow configuré');
  expect(runCell({ status: 'kept' }, en)).toBe('kept');
  expect(runCell({ status: 'none' }, en)).toBe('-');
});

it('the card of a version names the alias of what serves and what served', () => {
  const asked = { words: en, at: noon };
  const one = (info: typeof present) =>
    fieldOf(modelCard('demo', { ...info, run: registered }, asked), 'MLflow model');
  expect(one(present)).toBe('models:/demo/4\nmodels:/demo@champion');
  expect(one(older)).toBe('models:/demo/4\nmodels:/demo@previous');
  expect(one({ ...older, serves: null })).toBe('models:/demo/4');
});

it('the list of versions has the numbers of the registry once there are any', () => {
  const asked = { words: en, at: noon };
  const listed = (run: RunState) =>
    modelsCard(
      { watch: 'demo', elsewhere: false, timezone: 'UTC', versions: [{ ...present, run }, older] },
      asked,
    ).blocks[0]?.lines.map((line) => line.split(/ {2,}/).at(-1)?.trim());
  expect(listed(registered)).toEqual(['MLflow', '4', '-']);
  expect(listed(logged)).toEqual(['by', 'vigie', 'ada']);
});

it('/status links the champion of each watch, as long as they are few', () => {
  const serving = watchOf({});
  const watch = { ...serving, champion: serving.champion && { ...serving.champion, run: registered } };
  const text = (many: number) =>
    everyWord(statusCard(statusOf(Array.from({ length: many }, () => watch)), en));
  expect(text(6)).toMatch(/MLflow run 8f3a21bc <http.+>, MLflow version 4 <http/);
  expect(text(7)).not.toContain('MLflow');
});
