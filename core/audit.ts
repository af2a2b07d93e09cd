// Who changed what: one record of every write somebody asked for, kept as it was written. Types only.

/** What an operation led to, where its result says; null = nothing of the kind. */
export interface Led {
  /** Number of the incident. */
  readonly incident: number | null;
  readonly version: number | null;
  /** MLflow run id. */
  readonly run: string | null;
}

export interface AuditEntry {
  /** When it was asked for. */
  readonly at: number;
  readonly by: string;
  /** Id of the person where the surface knows one, such as the Discord user id: names can be changed. */
  readonly person: string | null;
  /** job: nobody asked here; somebody moved an alias in MLflow. */
  readonly via: 'discord' | 'http' | 'shell' | 'job';
  /** Id of the request it came with, where it came over HTTP: the log names it too. */
  readonly request?: string;
  readonly operation: string;
  readonly watch: string | null;
  /** The input that passed its schema, without rows: a list counts as its length, a long text is cut. */
  readonly args: Readonly<Record<string, string | number | boolean>>;
  /** 'ok' or the code of the error. */
  readonly outcome: string;
  readonly ms: number;
  /** Rows and labels that a program sends all day: listed apart from acts, and kept as long as rows are. */
  readonly traffic: boolean;
  readonly led: Led;
}

/** A setting that somebody replaced while the service runs: what holds, not what was. */
export interface Decided {
  readonly name: string;
  /** null = of the whole service. */
  readonly watch: string | null;
  /** null = taken back: the setting holds again. */
  readonly value: string | null;
  readonly by: string;
  readonly at: number;
}
