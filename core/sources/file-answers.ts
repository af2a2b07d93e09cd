// What a model served elsewhere said of rows of a file, out of two of its columns. Pure.
import { codes as codesFor, doubles } from '../frame/arrays.ts';
import { type CellRows, rowPath } from '../frame/build.ts';
import { type CellColumn, categoryAt, isText } from '../frame/cells.ts';
import { type FaultList, quoted } from '../frame/faults.ts';
import type { Answers } from '../frame/frame.ts';
import type { AnswerColumns } from './piece.ts';

interface AnswersBuilder {
  /** Puts chosen rows behind those before. */
  add(part: CellRows): void;
  /** The answers, once all `rows` rows were added. */
  answers(): Answers;
}

/** A missing cell is silence. A score that is no number from 0 to 1 is silence too, and a fault. */
export function createAnswers(columns: AnswerColumns, rows: number, faults: FaultList): AnswersBuilder {
  const { prediction, score } = columns;
  const position = new Map<string, number>();
  const codes = codesFor(rows).fill(-1);
  const scores = score === null ? null : doubles(rows).fill(Number.NaN);
  let end = 0;
  return {
    add(part) {
      const said = part.columns.get(prediction);
      const sure = score === null ? undefined : part.columns.get(score);
      part.rows.forEach((row, at) => {
        const category = said === undefined ? null : categoryAt(said, row);
        if (category !== null) codes[end + at] = codeOf(position, category);
        if (scores === null || score === null || sure === undefined) return;
        scores[end + at] = scoreAt(sure, row, (shown) =>
          faults.add(() => scoreFault(part, { row, name: score, shown })),
        );
      });
      end += part.rows.length;
    },
    answers: () => ({
      predicted: { kind: 'categorical', name: 'prediction', codes, categories: [...position.keys()] },
      scores,
    }),
  };
}

function codeOf(position: Map<string, number>, category: string): number {
  const code = position.get(category) ?? position.size;
  position.set(category, code);
  return code;
}

function scoreAt(cells: CellColumn, row: number, refuse: (shown: string) => void): number {
  const value = cells.values[row] ?? Number.NaN;
  if (value >= 0 && value <= 1) return value;
  if (!Number.isNaN(value)) refuse(String(value));
  else if (isText(cells, row)) refuse(quoted(categoryAt(cells, row) ?? ''));
  return Number.NaN;
}

function scoreFault(
  { place, first }: CellRows,
  { row, name, shown }: { row: number; name: string; shown: string },
) {
  const path = `${rowPath(place, first + row)}, column ${name}`;
  return { path, message: `${shown} is not a score from 0 to 1` };
}
