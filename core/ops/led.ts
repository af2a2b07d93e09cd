// What the audit log says of results. Pure.
import type { RunState } from '../ports.ts';
import type {
  AttendResult,
  DeclineResult,
  ExpectedResult,
  PatrolResult,
  RetrainResult,
  SwitchResult,
  TrainResult,
} from './results.ts';

export const ledBy = {
  check: ({ retrain }: PatrolResult) => ({ version: retrain?.version ?? null }),
  train: ({ version, run }: TrainResult) => ({ version, run: runIdOf(run) }),
  retrain: ({ outcome, run }: RetrainResult) => ({ version: outcome.version, run: runIdOf(run) }),
  switched: ({ to }: SwitchResult) => ({ version: to }),
  declined: ({ incident, version }: DeclineResult) => ({ incident, version }),
  expected: ({ incident, version }: ExpectedResult) => ({ incident, version }),
  attended: ({ incident }: AttendResult) => ({ incident: incident.number }),
};

const runIdOf = (run: RunState) => (run.status === 'logged' ? run.run.runId : null);
