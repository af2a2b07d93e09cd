// What is worth telling and what is worth logging as a run: facts, never words. Types only.
import type { DriftReport, Prospect } from './drift.ts';
import type { Quality } from './model.ts';
import type { Quarantine } from './quarantine.ts';
import type { RetrainOutcome } from './retraining/outcome.ts';
import type { Duels } from './retraining/probation.ts';

/** An incident: from alarm to recovery. Its card is edited in place. */
export interface Incident {
  readonly id: string;
  readonly number: number;
  readonly openedAt: number;
  /** proposed: a challenger passed the gate and waits for a person. */
  readonly phase: 'firing' | 'retraining' | 'rejected' | 'proposed' | 'probation' | 'resolved';
  /** Why it ended, once it has. */
  readonly resolution: 'promoted' | 'quiet' | 'rolled_back' | 'expected' | 'closed' | null;
  /** Who said that the change was expected, once somebody has. */
  readonly expected?: { readonly by: string; readonly reason: string | null };
  /** Who closed it by hand, once somebody has. */
  readonly closed?: { readonly by: string; readonly reason: string | null };
  /** The report that opened it and the newest one. */
  readonly opened: DriftReport;
  readonly latest: DriftReport;
  readonly retrain: RetrainOutcome | null;
  /** What the probation of its last promotion has come to; null = it had none, or the alarm came back. */
  readonly probation?: Duels | null;
  /** The last promotion, where its probation undid it. */
  readonly undone?: Undone | null;
  /** Rejected challengers in a row within this incident; one that was promoted and undone is such. */
  readonly rejections: number;
  /** No automatic retraining before this time. */
  readonly retryAt: number | null;
  /** Who stopped its last retraining, where that did not end by itself. */
  readonly cancelled?: { readonly by: string; readonly at: number };
  /** The number of the newest batch that was held back because of it. */
  readonly held?: number;
  /** Who takes care of it; stays when it goes quiet and comes back. */
  readonly acknowledged: { readonly by: string; readonly at: number; readonly note: string | null } | null;
  readonly snoozed: Snoozed | null;
  /** Times it fired: what comes back soon after it went quiet is the same incident. */
  readonly fired: number;
  /** Clock time of the last call on people; reminders count from here. */
  readonly calledAt: number;
  /** Reminders there were, within the whole incident. */
  readonly reminded: 0 | 1 | 2;
  /** Clock time of its end, once it has ended. */
  readonly closedAt: number | null;
  /** Increases with every change that is told. */
  readonly revision: number;
}

/** A promotion that a probation undid. */
export interface Undone extends Duels {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** While it lasts the incident goes on, and nothing of it is told. */
export interface Snoozed {
  readonly by: string;
  readonly at: number;
  /** Clock time of its end; null = until the incident is resolved. */
  readonly until: number | null;
  readonly reason: string | null;
}

/** What a revision of an incident tells that the one before it did not. */
export type Change =
  | 'fired'
  | 'fired_again'
  | 'moved'
  | 'acknowledged'
  | 'snoozed'
  | 'woken'
  | 'retraining'
  | 'abandoned'
  | 'cancelled'
  | 'rejected'
  | 'on_probation'
  | 'proving'
  | 'undone'
  | 'proposed'
  | 'held'
  | 'resolved';

/** A long way to catch up: told by one card, not by a card an incident. */
export interface Backlog {
  readonly since: number;
  /** Event time it reaches from and to so far; null where rows carry none. */
  readonly from: number | null;
  readonly until: number | null;
  readonly checks: number;
  readonly rows: number;
  readonly alarms: number;
  readonly promotions: number;
  readonly rejections: number;
  readonly revision: number;
}

/** Alarms so far, whatever they were: the budget bounds the false ones among them. */
export interface Ledger {
  /** null in mode `seed`, which has no budget. */
  readonly falseAlarmsPerWeek: number | null;
  /** Of the last 7 and the last 90 days. */
  readonly week: number;
  readonly days90: number;
  /** Of those of 90 days, the ones a person marked as expected. */
  readonly expected: number;
}

/** What a watch came to in the span of a digest. */
export interface WatchDigest {
  readonly watch: string;
  readonly checks: number;
  readonly rows: number;
  /** Checks that found drift. */
  readonly drifted: number;
  /** That began in the span. */
  readonly incidents: number;
  /** Mean milliseconds from the alarm on: of those that began in the span, and of those that ended in it; null = none. */
  readonly acknowledgedAfter: number | null;
  readonly resolvedAfter: number | null;
  readonly open: {
    readonly number: number;
    readonly since: number;
    readonly owner: string | null;
  } | null;
  readonly promotions: number;
  readonly rejections: number;
  /** The first and the last that was measured; null = no labels. */
  readonly accuracy: { readonly first: number; readonly last: number } | null;
  readonly ledger: Ledger;
}

export interface Digest {
  readonly at: number;
  readonly period: '24h' | '7d';
  readonly watches: readonly WatchDigest[];
}

interface Base {
  /** Unique: the same news is stored once however often its operation is repeated. */
  readonly key: string;
  /** Empty = of all watches. */
  readonly watch: string;
  readonly at: number;
  /** News of one thread are revisions of one card. */
  readonly thread: string;
  readonly revision: number;
  /** Discord channel of the watch; null = the default one. */
  readonly channel: string | null;
}

export type News = Base &
  (
    | {
        readonly kind: 'incident';
        readonly incident: Incident;
        /** null = told before changes were named. */
        readonly change: Change | null;
        readonly labels: boolean;
        /** null = told before there was one. */
        readonly ledger: Ledger | null;
        /** Columns whose missing, out-of-range or unheard-of values are most of the evidence; none = it is of the world. */
        readonly broken: readonly string[];
        /** The batch that is held back because of it, or was when it ended; absent = none. */
        readonly held?: Quarantine;
        /** Labelled rows since the reference, and those a retraining takes, while accuracy is only estimated. */
        readonly waiting: { readonly labelled: number; readonly needed: number } | null;
        /** The model is served elsewhere. */
        readonly elsewhere: boolean;
        /** The alias in MLflow that somebody else moves to a new version; absent = nobody does. */
        readonly registered?: string;
      }
    /** Nothing has happened: somebody sees whether cards arrive. */
    | { readonly kind: 'test'; readonly by: string }
    | {
        readonly kind: 'no_data';
        /** The first scheduled check that found no rows, and how many there were so far. */
        readonly since: number;
        readonly checks: number;
        /** null = the silence lasts. */
        readonly back: { readonly at: number; readonly rows: number } | null;
      }
    | { readonly kind: 'digest'; readonly digest: Digest }
    | {
        readonly kind: 'reminder';
        readonly incident: Incident;
        readonly level: 1 | 2;
        /** Whom it calls, set at delivery where somebody decided so; absent = as the environment says. */
        readonly roleIds?: readonly string[];
      }
    /** Rows that were to be learned from and are not fit for it, outside an incident. */
    | { readonly kind: 'quarantine'; readonly batch: Quarantine }
    | { readonly kind: 'retrained'; readonly outcome: RetrainOutcome }
    | {
        readonly kind: 'trained';
        /** Nothing was trained: a longer history arms what was only suspected before. */
        readonly trigger?: 'learning';
        readonly version: number;
        readonly baseline: Quality | null;
        readonly intent: string | null;
        readonly elsewhere: boolean;
        /** Rows of its reference window. */
        readonly rows: number;
        /** null in mode `seed`, and where it could not be said. */
        readonly prospect: Prospect | null;
      }
    | {
        readonly kind: 'rolled_back';
        /** A person chose the version; it need not be an earlier one. */
        readonly how?: 'promoted';
        readonly from: number;
        readonly to: number;
        readonly by: string;
        /** What proved it, where nobody asked for it. */
        readonly undone?: Duels;
        /** As in news of an incident. */
        readonly registered?: string;
      }
    | {
        readonly kind: 'backlog';
        readonly backlog: Backlog;
        readonly done: boolean;
        readonly champion: number;
        readonly elsewhere: boolean;
      }
    | { readonly kind: 'checked'; readonly report: DriftReport }
    | {
        readonly kind: 'failed';
        readonly operation: string;
        readonly code: string;
        readonly message: string;
        readonly remedy: string;
      }
  );
