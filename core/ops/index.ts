// The operations of the product, as every surface sees them.
import * as z from 'zod';
import type { FullReport } from '../full-report.ts';
import type { Digest } from '../news.ts';
import { aliases } from './aliases.ts';
import { approve, approveInput, reject } from './approve.ts';
import { attendingOps } from './attending.ts';
import { cancel, cancelInput } from './cancel.ts';
import { championAt, championAtInput } from './champion-at.ts';
import type { ChampionAtResult } from './champion-result.ts';
import { config, configInput } from './config.ts';
import type { ConfigResult, DigestPlan, SettingResult } from './config-result.ts';
import { type ChatDecisions, chatDecisions } from './decisions.ts';
import { deliver } from './deliver.ts';
import { digest, digestInput, postDigest, postDigestInput } from './digest.ts';
import { expected, expectedInput } from './expected.ts';
import { follow } from './follow.ts';
import { forget, forgetInput } from './forget.ts';
import { history, historyInput } from './history.ts';
import type { HistoryResult } from './history-result.ts';
import { incidents, incidentsInput, openIncidents } from './incidents.ts';
import { label, labelInput } from './label.ts';
import { lastingOps } from './lasting.ts';
import { ledBy } from './led.ts';
import { models, modelsInput } from './models.ts';
import type { ModelsResult } from './models-result.ts';
import { logChecks } from './monitor-runs.ts';
import { observe, observeInput } from './observe.ts';
import { featuresOf, versionsOf } from './offered.ts';
import { type Call, type Operation, operation, type Run } from './operation.ts';
import { patrol, patrolInput } from './patrol.ts';
import { predictor } from './predict.ts';
import { plainPredictInput, predictInput } from './predict-input.ts';
import type { PredictResult } from './predict-result.ts';
import { promote, promoteInput } from './promote.ts';
import { heldBatches } from './quarantine.ts';
import { type QuarantineOps, quarantineOps } from './quarantining.ts';
import { report, reportInput } from './report.ts';
import type {
  AttendResult,
  CancelResult,
  DeclineResult,
  DriftResult,
  ExpectedResult,
  FeatureInfo,
  ForgetResult,
  IncidentsResult,
  LabelResult,
  ObserveResult,
  PatrolResult,
  RetrainResult,
  StatusResult,
  SwitchResult,
  TestCardResult,
  ThresholdResult,
  TidyResult,
  TrainResult,
} from './results.ts';
import { rollback, rollbackInput } from './rollback.ts';
import {
  resetConfig,
  resetConfigInput,
  resetDigest,
  setConfig,
  setConfigInput,
  setDigest,
  setDigestInput,
} from './settings.ts';
import { generate, generateInput, simulate, simulateInput } from './simulate.ts';
import type { GenerateResult, SimulateResult } from './simulate-result.ts';
import { drift, driftInput, status, statusInput } from './status.ts';
import { testCard, testCardInput } from './test-card.ts';
import { threshold, thresholdInput } from './threshold.ts';
import { tidy } from './tidy.ts';
import { track } from './track.ts';
import type { Works } from './work.ts';
import type { WorkInfo, WorkResult } from './work-result.ts';
import type { World } from './world.ts';

/** Each checks its own input, so surfaces hand over what they were given. `watch` may be left out where one is implied. */
export interface Ops extends QuarantineOps {
  readonly status: Run<StatusResult>;
  /** What holds and who decided it; no secrets. */
  readonly config: Run<ConfigResult>;
  /** Replaces a setting while the service runs. */
  readonly setConfig: Run<SettingResult>;
  /** Takes that back. */
  readonly resetConfig: Run<SettingResult>;
  /** Replaces the time and the place of the digest. */
  readonly setDigest: Run<DigestPlan>;
  readonly resetDigest: Run<DigestPlan>;
  readonly drift: Run<DriftResult>;
  /** Everything there is to say of the current window. */
  readonly report: Run<FullReport>;
  /** A check now, on the rows that are new. */
  readonly check: Run<PatrolResult>;
  /** The two-minute round; a slot is patrolled once. */
  readonly patrol: Run<PatrolResult>;
  readonly train: Run<TrainResult>;
  readonly retrain: Run<RetrainResult>;
  /** Begins one of these three as work that can be asked for by its id, and waits for its end a while. */
  readonly begin: Works['begin'];
  /** How work stands that was begun so, in whichever process. */
  readonly work: Run<WorkResult>;
  readonly works: Run<{ readonly work: readonly WorkInfo[] }>;
  readonly predict: Run<PredictResult>;
  readonly label: Run<LabelResult>;
  /** Rows of a model served elsewhere, with what it said. */
  readonly observe: Run<ObserveResult>;
  /** Deletes one observation and its label. */
  readonly forget: Run<ForgetResult>;
  /** Somebody takes care of the open incident: no more reminders. */
  readonly acknowledge: Run<AttendResult>;
  /** Nothing of the open incident is told for a time. */
  readonly snooze: Run<AttendResult>;
  readonly unsnooze: Run<AttendResult>;
  /** A person closes the open incident. */
  readonly resolve: Run<AttendResult>;
  readonly incidents: Run<IncidentsResult>;
  /** Posts a card marked as a test, and says whether it arrived. */
  readonly testCard: Run<TestCardResult>;
  /** What the last day or week came to. */
  readonly digest: Run<Digest>;
  /** Tells the digest that is due, once. */
  readonly postDigest: Run<{ readonly told: boolean }>;
  /** Ends snoozes that are over and reminds of incidents nobody takes; the states that changed. */
  readonly follow: Run<{ readonly done: number }>;
  readonly rollback: Run<SwitchResult>;
  /** Asks the training or retraining that runs to stop. */
  readonly cancel: Run<CancelResult>;
  /** A version that is named serves from now on. */
  readonly promote: Run<SwitchResult>;
  /** A challenger that passed the gate serves, or is refused. */
  readonly approve: Run<SwitchResult>;
  readonly reject: Run<DeclineResult>;
  readonly models: Run<ModelsResult>;
  readonly history: Run<HistoryResult>;
  readonly championAt: Run<ChampionAtResult>;
  /** Replaces the drift threshold of a watch, or takes that back. */
  readonly threshold: Run<ThresholdResult>;
  /** The change of the open incident joins what is usual. */
  readonly expected: Run<ExpectedResult>;
  readonly generate: Run<GenerateResult>;
  readonly simulate: Run<SimulateResult>;
  /** Sends what waits in the outbox; how many were sent. */
  readonly deliver: Run<{ readonly done: number }>;
  /** Logs what waits for MLflow; how many were logged. */
  readonly track: Run<{ readonly done: number }>;
  /** Tells MLflow of the checks that are new; how many they were. */
  readonly logChecks: Run<{ readonly done: number }>;
  /** Promotes what an alias points to that somebody moved in MLflow; how many were promoted. */
  readonly aliases: Run<{ readonly done: number }>;
  /** Deletes versions and reference windows that nobody goes back to. */
  readonly tidy: Run<TidyResult>;
  /** From memory, for completion, which may not wait. */
  readonly watchNames: () => readonly string[];
  /** Who may do what and where cards go, as people decided meanwhile. */
  readonly chatDecisions: () => Promise<ChatDecisions>;
  readonly openIncidents: (watch: string | undefined) => Promise<readonly number[]>;
  readonly heldBatches: (watch: string | undefined) => Promise<readonly number[]>;
  /** Newest first. */
  readonly versionsOf: (watch: string | undefined) => Promise<readonly number[]>;
  readonly featuresOf: (watch: string | undefined) => Promise<readonly FeatureInfo[]>;
}

const nothing = z.strictObject({});

export function createOps(world: World): Ops {
  const op = <I, O>(
    facts: Operation<I, O>,
    run: (world: World, input: I, call: Call) => Promise<O>,
  ): Run<O> => operation(world, facts, (input, call) => run(world, input, call));
  /** Holds a lease while it works: a stop waits for it. */
  const awaited =
    <O>(run: Run<O>): Run<O> =>
    (...asked) => {
      const work = run(...asked);
      world.background.add(work);
      return work;
    };
  /** What an operation led to, also before it failed, is told before its answer: the card is never behind the reply. */
  const told = <O>(run: Run<O>): Run<O> =>
    awaited(async (input, caller, progress) => {
      try {
        return await run(input, caller, progress);
      } finally {
        await deliver(world).catch((cause: unknown) =>
          world.log.warn('news wait for the next delivery', { err: cause }),
        );
      }
    });
  return {
    ...lastingOps(world, told),
    ...attendingOps(world, told),
    ...quarantineOps(world, told),
    status: op({ name: 'status', scope: 'read', input: statusInput }, status),
    config: op({ name: 'config', scope: 'admin', input: configInput, reads: true }, config),
    setConfig: op({ name: 'setConfig', scope: 'admin', input: setConfigInput }, setConfig),
    resetConfig: op({ name: 'resetConfig', scope: 'admin', input: resetConfigInput }, resetConfig),
    setDigest: op({ name: 'setDigest', scope: 'operate', input: setDigestInput }, setDigest),
    resetDigest: op({ name: 'resetDigest', scope: 'operate', input: nothing }, resetDigest),
    drift: op({ name: 'drift', scope: 'read', input: driftInput }, drift),
    report: op({ name: 'report', scope: 'read', input: reportInput }, report),
    patrol: told(op({ name: 'patrol', scope: 'operate', input: patrolInput }, patrol)),
    predict: op(
      { name: 'predict', scope: 'predict', input: predictInput, plain: plainPredictInput },
      predictor(),
    ),
    label: op({ name: 'label', scope: 'operate', input: labelInput, traffic: true }, label),
    observe: op({ name: 'observe', scope: 'operate', input: observeInput, traffic: true }, observe),
    forget: op({ name: 'forget', scope: 'admin', input: forgetInput }, forget),
    rollback: told(
      op({ name: 'rollback', scope: 'operate', input: rollbackInput, led: ledBy.switched }, rollback),
    ),
    expected: told(
      op({ name: 'expected', scope: 'operate', input: expectedInput, led: ledBy.expected }, expected),
    ),
    incidents: op({ name: 'incidents', scope: 'read', input: incidentsInput }, incidents),
    testCard: awaited(op({ name: 'testCard', scope: 'operate', input: testCardInput }, testCard)),
    digest: op({ name: 'digest', scope: 'read', input: digestInput }, digest),
    postDigest: told(op({ name: 'postDigest', scope: 'operate', input: postDigestInput }, postDigest)),
    follow: awaited(op({ name: 'follow', scope: 'operate', input: nothing }, follow)),
    promote: told(op({ name: 'promote', scope: 'admin', input: promoteInput, led: ledBy.switched }, promote)),
    approve: told(
      op({ name: 'approve', scope: 'operate', input: approveInput, led: ledBy.switched }, approve),
    ),
    reject: told(op({ name: 'reject', scope: 'operate', input: approveInput, led: ledBy.declined }, reject)),
    aliases: told(op({ name: 'aliases', scope: 'operate', input: nothing }, aliases)),
    history: op({ name: 'history', scope: 'read', input: historyInput }, history),
    championAt: op({ name: 'championAt', scope: 'read', input: championAtInput }, championAt),
    threshold: op({ name: 'threshold', scope: 'operate', input: thresholdInput }, threshold),
    models: op({ name: 'models', scope: 'read', input: modelsInput }, models),
    cancel: op({ name: 'cancel', scope: 'operate', input: cancelInput }, cancel),
    generate: op({ name: 'generate', scope: 'read', input: generateInput }, generate),
    simulate: op({ name: 'simulate', scope: 'operate', input: simulateInput }, simulate),
    deliver: awaited(op({ name: 'deliver', scope: 'operate', input: nothing }, deliver)),
    track: told(op({ name: 'track', scope: 'operate', input: nothing }, track)),
    logChecks: awaited(op({ name: 'logChecks', scope: 'operate', input: nothing }, logChecks)),
    tidy: op({ name: 'tidy', scope: 'operate', input: nothing }, tidy),
    openIncidents: (watch) => openIncidents(world, watch),
    heldBatches: (watch) => heldBatches(world, watch),
    watchNames: () => [...world.watches.keys()],
    chatDecisions: () => chatDecisions(world),
    versionsOf: (watch) => versionsOf(world, watch),
    featuresOf: (watch) => featuresOf(world, watch),
  };
}
