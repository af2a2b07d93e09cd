// What the steps of logging a training share. Types, and how far a training came. Pure.
import type { TrainingIntent } from '../../intent.ts';
import type { PackageFile, PackageRequest } from '../../onnx/package.ts';
import type { IntentFacts, IntentItem } from '../../ports.ts';
import type { MlflowClient } from './client.ts';

/**
 * The files of a logged model in the order to upload them. @throws AppError `unsupported` for a model that has no form others
 * could load
 */
export type PackageOf = (request: PackageRequest) => readonly PackageFile[];

/** One attempt at one training. */
export interface Drain {
  readonly client: MlflowClient;
  readonly intent: TrainingIntent;
  readonly facts: IntentFacts;
  /** Name of the experiment. */
  readonly experiment: string;
  readonly packageOf: PackageOf;
}

/** What was obtained so far; '' = not yet, or there is none. The store keeps it between attempts. */
export interface Ids {
  readonly experimentId: string;
  readonly runId: string;
  /** Where the server keeps the run's files. */
  readonly artifacts: string;
  readonly modelId: string;
  /** Where it keeps the model's. */
  readonly modelArtifacts: string;
  /** MLflow's number of the version in the registry. */
  readonly modelVersion: string;
  /** Since when files cannot be uploaded, in milliseconds since the epoch. */
  readonly stuckSince: string;
}

/** Repeatable: it makes nothing twice, however often it was carried out before. */
export interface Step {
  readonly name: string;
  /** It sends files: what fails here may fail for hours though the server answers everything else. */
  readonly sendsFiles?: boolean;
  /** @throws AppError as the client */
  run(drain: Drain, ids: Ids): Promise<Partial<Ids>>;
}

const nothing: Ids = {
  experimentId: '',
  runId: '',
  artifacts: '',
  modelId: '',
  modelArtifacts: '',
  modelVersion: '',
  stuckSince: '',
};

export function idsOf(progress: IntentItem['progress']): Ids {
  return { ...nothing, ...progress };
}

/** Only for a training whose model MLflow has. */
export function whenLogged(run: Step['run']): Step['run'] {
  return async (drain, ids) => (ids.modelId === '' ? {} : await run(drain, ids));
}
