import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../core/cards/words/index.ts';
import { filesUnder, read, sourceOf } from './source.ts';
import { unreadWords } from './words.ts';

describe('the message table', () => {
  it('holds no text that no card and no surface shows', () => {
    const readers = [...filesUnder('core/cards'), ...filesUnder('bot')].filter(
      (path) => path.endsWith('.ts') && !path.startsWith('core/cards/words/'),
    );
    // How numbers are written is no text: the table itself asks it.
    const { numbers: _numbers, ...texts } = wordsOf('en');
    expect(unreadWords(texts, readers.map(read))).toEqual([]);
  });

  it.each([
    ['f(words.jobs.none)', ['jobs.title', 'jobs.states']],
    ['const { none, title } = words.jobs;', ['jobs.states']],
    ['words.jobs.states.ok; words.jobs.none; words.jobs.title;', ['jobs.states.bad']],
    ['words.jobs.states[state]; words.jobs.none; words.jobs.title;', []],
    ['none; title; states;', ['jobs.none', 'jobs.title', 'jobs.states']],
  ])('would be found to be unread in: %s', (text, unread) => {
    const table = { tag: 'en', jobs: { none: '', title: () => '', states: { ok: '', bad: '' } } };
    expect(unreadWords(table, [sourceOf('core/cards/jobs.ts', text)])).toEqual(unread);
  });
});
