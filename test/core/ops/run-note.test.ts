// What the page of a run says of the gate.
import { describe, expect, it } from 'vitest';
import { retrainedNote } from '../../../core/ops/run-note.ts';
import { promoted, refusals, refusedFor, rejected } from '../cards/outcomes.ts';

const told = { watch: 'demo', policy: 'auto', reason: null, report: null, incident: null };
const noteOf = (trial: typeof promoted.trial) => retrainedNote({ ...rejected, trial }, told);

describe('the note of a retraining', () => {
  it('says what each guard has seen of a challenger that was right more often', () => {
    const notes = refusals.map((refusal) => noteOf(refusedFor(refusal)));
    expect(notes[0]).toContain('It falls short of the 0.8800 that the champion was worth');
    expect(notes[1]).toContain('Its log loss is worse by 0.0312; 0.02 is allowed. The gate keeps it out.');
    expect(notes[2]).toContain('Its calibration error is worse by 0.0512; 0.03 is allowed.');
    expect(notes[3]).toContain('Where city is Lyon (60 rows), only the challenger was right on 1');
  });

  it('says that the same regime with more rows has only to be no worse', () => {
    const grown = { ...promoted.trial, alpha: 0.8, continued: true as const };
    expect(retrainedNote({ ...promoted, trial: grown }, told)).toMatch(
      /0\.8 or less is asked for: it goes on from the rows of the champion .* The gate lets it pass\./,
    );
  });

  it('lists the challengers with their penalty and how sure the gate would be of them', () => {
    const note = retrainedNote(promoted, told);
    expect(note).toContain('| window | rows | C | accuracy | log loss | p |');
    expect(note).toContain('| last 2000 | 2000 | 0.1 | 0.9013 | 0.2604 | 0.0421 |');
    // As older versions stored it.
    expect(note).toContain('| all | 12345 | - | 0.8821 | 0.3019 | - |');
  });
});
