import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit.ts';
import { historyCard } from '../../../core/cards/history.ts';
import { thresholdCard } from '../../../core/cards/threshold.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import { checkLine, deed, incidentLine, retraining } from './deeds.ts';
import { noon } from './moments.ts';
import { words } from './words.ts';

const english = { words: wordsOf('en'), at: noon };
const french = { words: wordsOf('fr'), at: noon };
const cursors = { older: null, newer: null, timezone: 'UTC' };

const entry: AuditEntry = { ...deed, watch: 'shop' };

describe('the card of a history', () => {
  it('has a line for each act, with its watch where all are asked for', () => {
    const one = historyCard({ kind: 'audit', watch: 'shop', lines: [entry], ...cursors }, english);
    expect(one.title).toBe('📜 Who did what - shop');
    expect(one.blocks[0]?.lines).toEqual([
      'at           by   via      operation  what                outcome',
      '01-05 09:30  ada  discord  promote    version=2 reason=…  ok',
    ]);
    const all = historyCard({ kind: 'audit', watch: null, lines: [entry], ...cursors }, english);
    expect(all.blocks[0]?.lines[1]).toContain('shop version=2 re…');
  });

  it('fits into a block of an embed, however long names and reasons are', () => {
    const long = { ...entry, by: 'a'.repeat(40), operation: 'acknowledge', outcome: 'storage_unavailable' };
    const lines = Array.from({ length: 10 }, () => ({ ...long, args: { reason: 'because '.repeat(20) } }));
    const card = historyCard({ kind: 'audit', watch: null, lines, ...cursors }, french);
    // https://discord.com/developers/docs/resources/message#embed-object: a field holds 1024, its fence takes 8.
    expect(card.blocks[0]?.lines.join('\n').length).toBeLessThanOrEqual(1_016);
    const later = { ...french, at: Date.UTC(2027, 5, 1) };
    const dated = historyCard({ kind: 'audit', watch: null, lines, ...cursors }, later);
    expect(dated.blocks[0]?.lines[1]).toContain('2026-01-05 09:30');
    expect(dated.blocks[0]?.lines.join('\n').length).toBeLessThanOrEqual(1_016);
  });

  it('has the times of the zone of its watch, and the year of what is of another', () => {
    // UTC+9 all year: half past midnight of the 1st there is still the 31st in UTC.
    const turn = { ...entry, at: Date.UTC(2025, 11, 31, 15, 30) };
    const lines = [turn, { ...entry, at: Date.UTC(2025, 11, 31, 14, 59) }];
    const told = { kind: 'audit', watch: 'shop', lines, ...cursors, timezone: 'Asia/Tokyo' } as const;
    const card = historyCard(told, { ...english, at: Date.UTC(2026, 0, 2) });
    expect(card.blocks[0]?.name).toBe('Newest first, times in Asia/Tokyo');
    expect(card.blocks[0]?.lines.slice(1).map((line) => line.split('  ')[0])).toEqual([
      '01-01 00:30',
      '2025-12-31 23:59',
    ]);
  });

  it('turns pages by buttons', () => {
    const card = historyCard(
      { kind: 'checks', watch: 'shop', lines: [], ...cursors, older: '11', newer: '20' },
      english,
    );
    expect(card.actions).toMatchObject([
      { label: 'Newer', command: 'history', args: { kind: 'checks', watch: 'shop', after: '20' } },
      { label: 'Older', command: 'history', args: { kind: 'checks', watch: 'shop', before: '11' } },
    ]);
    expect(words(card.summary)).toBe('There is nothing here yet.');
  });

  it('says how checks, retrainings and incidents ended', () => {
    const checks = [checkLine];
    const checked = historyCard({ kind: 'checks', watch: 'shop', lines: checks, ...cursors }, french);
    expect(checked.blocks[0]?.lines[1]).toMatch(
      /^7 {3}01-05 09:30 {5}v3 {2}1\s200 {3}0,31 {3}dérive, faible$/u,
    );
    const record = retraining;
    const stopped = {
      ...record,
      result: 'cancelled',
      version: null,
      trial: null,
      cancelledBy: 'bob',
    } as const;
    const retrains = { kind: 'retrains', watch: 'shop', lines: [record, stopped], ...cursors } as const;
    const [, first, second] = historyCard(retrains, english).blocks[0]?.lines ?? [];
    expect(first).toContain('promoted   v7 -> v8  0.');
    expect(first).toMatch(/ {2}8f3a21bc$/);
    expect(second).toContain('cancelled  v7        by bob');
    const past = { ...incidentLine, takenBy: null };
    const open = { ...past, number: 4, closedAt: null, resolution: null, takenBy: 'bob' };
    const incidents = { kind: 'incidents', watch: 'shop', lines: [open, past], ...cursors } as const;
    expect(historyCard(incidents, english).blocks[0]?.lines.slice(1)).toEqual([
      '4  01-05 09:30  open         -            2      bob',
      '3  01-05 09:30  01-05 09:30  rolled back  2      -',
    ]);
  });
});

describe('the card of a threshold', () => {
  it('says what it was and offers the way back', () => {
    const card = thresholdCard({ watch: 'shop', before: 0.25, now: 0.4, own: 0.25 }, french);
    expect(card.title).toBe('🎚️ Seuil 0,4 - shop');
    expect(card.actions).toMatchObject([
      { command: 'alerts threshold', args: { watch: 'shop', value: 'reset' } },
    ]);
    const back = thresholdCard({ watch: 'shop', before: 0.4, now: 0.25, own: 0.25 }, english);
    expect(words(back.summary)).toContain('It was 0.4; the setting of the watch holds again');
    expect(back.actions).toEqual([]);
  });
});
