import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit.ts';
import { csvOf } from '../../../core/ops/history-csv.ts';

const page = { older: null, newer: null, timezone: 'Europe/Paris' } as const;
const at = Date.UTC(2026, 0, 5, 9);

function act(facts: Partial<AuditEntry>): AuditEntry {
  return {
    ...{ at, by: 'ada', person: null, via: 'shell', operation: 'retrain', watch: 'shop', args: {} },
    ...{ outcome: 'ok', ms: 12, traffic: false, led: { incident: null, version: 2, run: null } },
    ...facts,
  };
}
const lineOf = (facts: Partial<AuditEntry>) =>
  csvOf({ ...page, kind: 'audit', watch: null, lines: [act(facts)] }).split('\r\n')[1];

describe('a history as a file', () => {
  it('has a header, times in UTC, and lines that end in CR LF', () => {
    const line = { number: 7, at, version: 2, verdict: 'ok', grade: 'none', score: null } as const;
    const lines = [{ ...line, threshold: 0.25, newRows: 50 }];
    expect(csvOf({ ...page, kind: 'checks', watch: 'shop', lines })).toBe(
      'check,rows_until,version,new_rows,score,threshold,verdict,grade\r\n7,2026-01-05T09:00:00.000Z,2,50,,0.25,ok,none\r\n',
    );
  });

  it('quotes commas, quotes and line breaks as RFC 4180 has it', () => {
    expect(lineOf({ by: 'ada "the first", of many' })).toContain('"ada ""the first"", of many"');
    expect(lineOf({ args: { reason: 'a' } })).toContain('"{""reason"":""a""}"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '=cmd|" /C calc"!A0'])(
    'keeps a spreadsheet from running %j',
    (by) => {
      const [, cell = ''] = /^[^,]*,(.*?),,shell/.exec(lineOf({ by }) ?? '') ?? [];
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('ends an act with the request it came with, where there was one', () => {
    const [header = ''] = csvOf({ ...page, kind: 'audit', watch: null, lines: [] }).split('\r\n');
    expect(header).toMatch(/,version,run,request$/);
    expect([lineOf({ request: 'a-request' }), lineOf({})]).toEqual([
      expect.stringMatching(/,ok,12,,2,,a-request$/),
      expect.stringMatching(/,ok,12,,2,,$/),
    ]);
  });

  it('is a header alone where there is nothing', () => {
    expect(csvOf({ ...page, kind: 'incidents', watch: 'shop', lines: [] })).toBe(
      'incident,fired_at,closed_at,resolution,fired,taken_by\r\n',
    );
  });
});
