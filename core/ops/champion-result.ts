// What served at a moment, and why: data, never words. Types only.
import type { ChampionChange, Quality } from '../model.ts';
import type { RunState } from '../ports.ts';

export interface ChampionAtResult {
  readonly watch: string;
  /** IANA name of the watch's zone. */
  readonly timezone: string;
  /** The moment that was asked about. */
  readonly at: number;
  readonly elsewhere: boolean;
  /** False: it was before changes of champion were recorded, so that nobody can tell. */
  readonly recorded: boolean;
  /** null = no model served yet, or nobody can tell. */
  readonly version: number | null;
  readonly since: number | null;
  /** null = it serves still. */
  readonly until: number | null;
  /** What made it the champion. */
  readonly change: ChampionChange | null;
  /** What brought its model: an earlier change where that one only gave it another reference window. */
  readonly brought: ChampionChange | null;
  /** What ended it; where nobody can tell, the first change that was recorded. */
  readonly next: ChampionChange | null;
  /** null = it is no longer kept. */
  readonly model: {
    readonly trainedAt: number;
    readonly rows: number;
    /** sha256 of its reference window. */
    readonly reference: string;
    readonly baseline: Quality | null;
  } | null;
  /** Of the training its model comes from. */
  readonly run: RunState;
}
