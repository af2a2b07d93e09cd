// Long work somebody asked for over HTTP: one record from its beginning to its end, read by any process. Types only.
import type { ErrorCode, Fault } from './errors.ts';

/** What begins, or has come about; cards put it into words. `window` = a training window's name. */
export type Step =
  | {
      readonly id:
        | 'reading rows'
        | 'reading labels'
        | 'reading change'
        | 'fitting'
        | 'promoted'
        | 'rejected'
        | 'proposed';
    }
  | {
      readonly id: 'taking reference' | 'training' | 'judging' | 'joining';
      readonly rows: number;
    }
  /** For a worker; so many retrainings of other watches stand before it. */
  | { readonly id: 'waiting'; readonly before: number }
  | { readonly id: 'challenging'; readonly window: string }
  | { readonly id: 'challengers'; readonly of: number }
  | { readonly id: 'challenged'; readonly window: string; readonly done: number; readonly of: number }
  | { readonly id: 'checking'; readonly checks: number; readonly rows: number };

/** How far it is: the step that began last, null before the first, and the share that is done, 0..1. */
export interface Progressed {
  readonly step: Step | null;
  readonly share: number;
}

/** An AppError as it is stored. */
export interface StoredError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];
}

export type WorkEnd =
  | { readonly state: 'succeeded'; readonly endedAt: number; readonly result: string; readonly error: null }
  | {
      readonly state: 'failed';
      readonly endedAt: number;
      readonly result: null;
      readonly error: StoredError;
    };

/** One piece of work. What runs and is not alive any more was interrupted: its process died. */
export interface Work extends Progressed {
  /** The same for the same key of the same caller. */
  readonly id: string;
  readonly operation: string;
  readonly watch: string | null;
  readonly by: string;
  /** Id of the request that began it. */
  readonly request: string | null;
  readonly requestedAt: number;
  /** One for each time it began: who writes has to be the one that began it last. */
  readonly owner: string;
  /** SHA-256 of the input it began under a key with; null without a key. */
  readonly input: string | null;
  /** Until then its process need not say that it lives. */
  readonly aliveUntil: number;
  readonly state: 'running' | WorkEnd['state'];
  readonly endedAt: number | null;
  /** JSON of what the operation answered, so that it is told again as it was. */
  readonly result: string | null;
  readonly error: StoredError | null;
}

/** The store's part for work: kept for 24 hours; of what came without a key the newest 200. */
export interface WorkStore {
  /** Stores `work` where there is none of its id, or in place of what `before` owned. False = somebody was faster. */
  begin(work: Work, before: string | null): Promise<boolean>;
  /** Says that it lives until `aliveUntil`, and how far it is; nothing where it is somebody else's, or has ended. */
  tell(work: Pick<Work, 'id' | 'owner' | 'aliveUntil'> & Progressed): Promise<void>;
  /** Ends it, under the same condition. */
  end(work: Pick<Work, 'id' | 'owner'> & Progressed, end: WorkEnd): Promise<void>;
  read(id: string): Promise<Work | null>;
  /** The newest first, of one watch or (null) of all and of none, without their results. */
  list(watch: string | null, limit: number): Promise<Omit<Work, 'result'>[]>;
}
