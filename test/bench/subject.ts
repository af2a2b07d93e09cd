// What a subject of the bench is. Types only.
import type { Row } from './figures.ts';
import type { Peer } from './peer.ts';

interface Depth {
  readonly quick: boolean;
  readonly full: boolean;
}

/** What a case is given: it runs alone in a fresh process. */
export interface Bench extends Depth {
  /** An empty folder for its files; removed afterwards. */
  readonly folder: string;
  /** Null where there is no Python with the peers' libraries. */
  readonly peer: Peer | null;
  /** Path of that Python, for peers that are measured as whole processes. */
  readonly python: string | null;
}

export interface Case {
  /** Unique in its subject. */
  readonly name: string;
  /** @throws Error when an answer is wrong: a wrong fast answer is none */
  run(bench: Bench): Promise<Row[]>;
}

export interface Subject {
  readonly name: string;
  readonly about: string;
  cases(depth: Depth): readonly Case[];
}
