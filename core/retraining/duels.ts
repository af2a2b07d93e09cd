// Champion and challengers on the same rows. Pure; runs in a worker.
import type { FittedModel } from '../estimators/estimator.ts';
import type { Answers, Column, Frame } from '../frame/frame.ts';
import type { Quality } from '../model.ts';
import { type Assessed, scoreOn } from './quality.ts';

/** Rows only one of two models gets right. */
export interface Discord {
  readonly championOnly: number;
  readonly challengerOnly: number;
}

/** Rows of one category of one feature. */
interface Segment extends Discord {
  readonly feature: string;
  readonly value: string;
  readonly rows: number;
}

export interface Duel extends Discord {
  readonly holdoutRows: number;
  readonly champion: Quality;
  readonly challenger: Quality;
  /** Those on which the champion is ahead. */
  readonly segments: readonly Segment[];
}

/** Fewer rows show nothing, and the commonest categories are those that people know. */
const leastInSegment = 50;
const segmentsAFeature = 5;

/**
 * Champion and challengers on the same holdout; one duel for each challenger. Models of somebody else have answered its
 * rows before (`answers`): the champion's first.
 */
export function duels(input: {
  champion: FittedModel;
  challengers: readonly FittedModel[];
  holdout: Frame;
  answers?: readonly Answers[];
}): Duel[] {
  const { champion, challengers, holdout } = input;
  const seenBy = (model: number): Frame => {
    const answers = input.answers?.[model];
    return answers === undefined ? holdout : { ...holdout, answers };
  };
  const before = scoreOn(champion, seenBy(0));
  const segments = holdout.columns.flatMap(segmentsOf);
  return challengers.map((challenger, at) => {
    const after = scoreOn(challenger, seenBy(at + 1));
    const all = Array.from({ length: holdout.rows }, (_, row) => row);
    return {
      holdoutRows: holdout.rows,
      champion: before.quality,
      challenger: after.quality,
      ...discord(all, before, after),
      segments: segments
        .map(({ rows, ...named }) => ({ ...named, rows: rows.length, ...discord(rows, before, after) }))
        .filter(({ championOnly, challengerOnly }) => championOnly > challengerOnly),
    };
  });
}

function discord(rows: readonly number[], champion: Assessed, challenger: Assessed): Discord {
  let championOnly = 0;
  let challengerOnly = 0;
  for (const row of rows) {
    if (champion.hits[row] && !challenger.hits[row]) championOnly++;
    if (!champion.hits[row] && challenger.hits[row]) challengerOnly++;
  }
  return { championOnly, challengerOnly };
}

function segmentsOf(column: Column): { feature: string; value: string; rows: number[] }[] {
  if (column.kind !== 'categorical') return [];
  const rows = column.categories.map((): number[] => []);
  column.codes.forEach((code, row) => {
    rows[code]?.push(row);
  });
  return column.categories
    .map((value, code) => ({ feature: column.name, value, rows: rows[code] ?? [] }))
    .filter((segment) => segment.rows.length >= leastInSegment)
    .sort((one, other) => other.rows.length - one.rows.length)
    .slice(0, segmentsAFeature);
}
