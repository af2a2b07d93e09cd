// Ports to what somebody else made: models in MLflow's registry, and programs that train. Types only.

/** A version behind an alias of the registry; the alias may have been moved by anybody. */
export interface RegisteredVersion {
  readonly name: string;
  /** The registry's own number. */
  readonly version: string;
  /** Our version that it is a copy of; null = somebody else registered it. */
  readonly ours: number | null;
  /** The alias stands where we set it last. */
  readonly setByUs: boolean;
}

/** A column of a model's signature, its type as MLflow names it: double, long, string... */
export interface ModelColumn {
  readonly name: string;
  readonly type: string;
}

/** A model as it was registered: an ONNX file and what is said of it. */
export interface RegisteredModel {
  readonly name: string;
  readonly version: string;
  readonly bytes: Uint8Array;
  /** null = it says nothing of named columns. */
  readonly signature: readonly ModelColumn[] | null;
  /** In the order of its probabilities; null = it does not say. */
  readonly classes: readonly string[] | null;
  /** Rows of its saved example by column; null = there is none. */
  readonly example: readonly Readonly<Record<string, unknown>>[] | null;
}

/** MLflow's registry, read: models that somebody else may have put there. */
export interface RegisteredModels {
  /** null = no such model or alias. @throws AppError `upstream_unavailable` */
  aliased(name: string, alias: string): Promise<RegisteredVersion | null>;
  /** @throws AppError `upstream_unavailable` (try again), `bad_data` and `too_large` for a model that cannot be read */
  read(version: { readonly name: string; readonly version: string }): Promise<RegisteredModel>;
}

/** Trains a challenger with somebody else's program. */
export interface Trainer {
  /**
   * Runs the command with the rows as a CSV file and gives back the file it wrote. An abort of the signal ends it.
   * @throws AppError `bad_data` with the last lines it printed, `invalid_config` when it cannot be started
   */
  train(
    order: { readonly watch: string; readonly command: TrainCommand; readonly csv: string },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
}

/** A program that trains: no shell reads it. */
export interface TrainCommand {
  /** "{data}" and "{output}" stand for the files. */
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** Names of variables of our environment that it gets beside PATH, HOME and LANG. */
  readonly environment: readonly string[];
}

/** A model that somebody else registered. */
export interface ForeignModel {
  readonly name: string;
  readonly alias: string;
  /** In the order of its probabilities; null = they are found out. */
  readonly classes: readonly string[] | null;
  /** null = it is trained elsewhere. */
  readonly command: TrainCommand | null;
}
