// The bench's table as people and programs read it.
import { describe, expect, it } from 'vitest';
import { type Row, rowOf } from './figures.ts';
import { failureLines, figure, headLines, json, markdown, type Report, rowLines, summary } from './table.ts';

const setting = {
  date: '2026-01-02T03:04:05.000Z',
  facts: { machine: '2 cores', peers: 'numpy 2.4.6' },
};
const rows: Row[] = [
  rowOf(
    {
      subject: 'drift',
      what: '20 x 1,000,000',
      unit: 'ns/value',
      cold: 31.46,
      difference: 2e-15,
      targets: { value: 30, ratio: 0.04, difference: 1e-12 },
    },
    [20.04, 22, 24],
    { name: 'scipy', theirs: [1002, 1100, 1200] },
  ),
  rowOf(
    { subject: 'csv', what: 'a | b', unit: 'ms', targets: { ratio: 0.6 }, note: 'cold cache' },
    [12_345.6],
  ),
  rowOf({ subject: 'loop', what: 'lateness', unit: 'ms', targets: { value: 25 } }, [26]),
];
const report: Report = { setting, rows, failures: [] };
const failure = { subject: 'training', what: '1,000 x 10', reason: 'it did not converge' };

describe('the table of the bench', () => {
  it('writes a figure in three digits that matter', () => {
    const texts = [0, 20.04, 0.02004, 999.4, 1000.4, 1_234_567, 2e-15, -2.71549].map(figure);
    expect(texts).toEqual(['0', '20', '0.02', '999', '1,000', '1,234,567', '2e-15', '-2.72']);
  });

  it('prints lines that stand under their heads', () => {
    const [heads = ''] = headLines(setting).split('\n').slice(-2);
    const [line = '', note] = rowLines(rows[0] as Row).split('\n');
    expect(line.replaceAll(/ {2,}/g, '; ')).toBe(
      'drift; 20 x 1,000,000; ns/value; 31.5; 22 (20-24); 1,100 (1,002-1,200); 0.02x; 2e-15; <= 30, <= 0.04x, off <= 1e-12; met',
    );
    expect(line.indexOf('ns/value')).toBe(heads.indexOf('unit'));
    expect(line.indexOf('<= 30')).toBe(heads.indexOf('target'));
    expect(note?.trim()).toBe('peer: scipy');
    expect(headLines(setting)).toContain('machine: 2 cores\npeers: numpy 2.4.6\n');
  });

  it('is Markdown with one row a measurement, a bar inside a cell escaped', () => {
    const lines = markdown(report).split('\n');
    expect(lines).toContain('# Vigie bench, 2026-01-02T03:04:05.000Z');
    expect(lines).toContain('- machine: 2 cores');
    expect(lines).toContain(
      '| drift | 20 x 1,000,000 | ns/value | 31.5 | 22 (20-24) | 1,100 (1,002-1,200) | 0.02x | 2e-15 | <= 30, <= 0.04x, off <= 1e-12 | met | scipy |',
    );
    expect(lines).toContain('| csv | a \\| b | ms |  | 12,346 |  |  |  | <= 0.6x | no peer | cold cache |');
    const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([13]));
  });

  it('is JSON with the verdicts in it', () => {
    const parsed = JSON.parse(json({ ...report, failures: [failure] }));
    expect(parsed).toMatchObject({
      date: setting.date,
      facts: setting.facts,
      failures: [failure],
      rows: [
        { verdict: 'met', ratio: 0.02, ours: { median: 22, least: 20.04, most: 24 } },
        { verdict: 'no peer', ratio: null, peer: null },
        { verdict: 'not met' },
      ],
    });
  });

  it('counts what was met, and says what failed', () => {
    expect(summary(report)).toBe('1 targets met, 1 not met, 1 without a peer');
    const failed = { ...report, failures: [failure] };
    expect(summary(failed)).toBe('1 targets met, 1 not met, 1 without a peer, 1 FAILED');
    expect(markdown(failed)).toContain('- FAILED: training, 1,000 x 10: it did not converge');
    expect(failureLines(failure)).toMatch(/^training +1,000 x 10 +FAILED: it did not converge$/);
  });

  it('shows what must not be less, and more figures of one measurement', () => {
    const facts = { subject: 'streams', what: 'SINE1', unit: 'accuracy', note: 'five seeds' };
    const row = rowOf({ ...facts, targets: { least: 0.865 }, also: { delay: 37, missed: 0 } }, [0.871]);
    expect(rowLines(row)).toMatch(/0\.871 +>= 0\.865 +met\n +delay 37, missed 0; five seeds$/);
    expect(markdown({ ...report, rows: [row] })).toContain(
      '| >= 0.865 | met | delay 37, missed 0; five seeds |',
    );
    expect(JSON.parse(json({ ...report, rows: [row] }))).toMatchObject({ rows: [{ also: { delay: 37 } }] });
  });
});
