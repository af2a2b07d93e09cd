// The files of a logged model, as whoever writes them and whoever uploads them agree on. Types only.
import type { ModelVersion } from '../../model.ts';

interface PackageRequest {
  readonly version: ModelVersion;
  readonly ids: {
    readonly runId: string;
    readonly modelId: string;
    /** Where the server keeps the logged model's files. */
    readonly artifactPath: string;
  };
  /** Milliseconds since the epoch; frozen with the intent, so that a repeated upload has the same bytes. */
  readonly createdAt: number;
}

export interface NamedFile {
  /** A single name, without a folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The files in the order to upload them: `MLmodel` comes last, since with it the model counts as complete.
 * @throws AppError `unsupported` for a model that has no such form
 */
export type PackageOf = (request: PackageRequest) => readonly NamedFile[];
