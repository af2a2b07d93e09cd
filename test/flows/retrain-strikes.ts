// Every step of a retraining at which it is killed: fitting, the gate, the promotion, telling Discord, telling MLflow. Pure.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Scenario } from './retrain-place.ts';
import type { Strike } from './strike.ts';

export interface Round extends Strike {
  readonly scenario: Scenario;
  readonly step: 'train' | 'gate' | 'promote' | 'notify' | 'log';
}

type Step = Pick<Round, 'scenario' | 'step' | 'at' | 'what'> & { readonly nth: readonly number[] };

const store = (scenario: Scenario, step: Round['step'], what: string, ...nth: readonly number[]): Step => ({
  ...{ scenario, step, at: 'store', what, nth },
});
const discord = (scenario: Scenario, what: string, ...nth: readonly number[]): Step => ({
  ...{ scenario, step: 'notify', at: 'discord', what, nth },
});
/** The second call of a kind is about the new version: the first champion is logged before it. */
const mlflow = (what: string, ...nth: readonly number[]): Step => ({
  ...{ scenario: 'asked', step: 'log', at: 'mlflow', what: what.replace(' ', ' /api/2.0/mlflow/'), nth },
});

/** What the new version leaves to others is moved to where they look for it. */
const told = (scenario: Scenario): readonly Step[] => [
  store(scenario, 'notify', 'findAndModify outbox', 1, 3),
  store(scenario, 'notify', 'update cards', 1, 2),
  store(scenario, 'notify', 'update outbox', 1, 3, 4),
  discord(scenario, 'POST /channels/:id/messages', 1, 2, 3),
  discord(scenario, 'POST /channels/:id/messages/:id/threads', 1),
];

/** A retraining that takes the state over at its `begin`-th write of it. */
const trained = (scenario: Scenario, begin: number): readonly Step[] => [
  store(scenario, 'train', 'update leases', 1),
  store(scenario, 'train', 'update watch_state', begin, begin + 1, begin + 2),
  store(scenario, 'train', 'insert snapshots.chunks', 1),
  store(scenario, 'train', 'insert snapshots.files', 1),
  store(scenario, 'train', 'insert models', 1),
  store(scenario, 'promote', 'update watch_state', begin + 3, begin + 4),
  ...['mlflow_outbox', 'retrains', 'champions'].map((to) => store(scenario, 'promote', `insert ${to}`, 1)),
  store(scenario, 'promote', 'delete leases', 1),
  ...told(scenario),
];

/** Another kept version comes to serve: nothing is fitted. */
const switched = (scenario: Scenario): readonly Step[] => [
  store(scenario, 'promote', 'update watch_state', 1, 2),
  store(scenario, 'promote', 'insert mlflow_outbox', 1),
  store(scenario, 'promote', 'insert champions', 1),
  ...told(scenario),
];

const steps: readonly Step[] = [
  ...trained('asked', 1),
  store('asked', 'promote', 'insert outbox', 1, 2),
  ...trained('drifted', 3),
  store('drifted', 'promote', 'update watch_state', 1, 2),
  store('drifted', 'promote', 'insert drift_checks', 1),
  ...switched('approved'),
  ...switched('undone'),
  mlflow('POST runs/create', 1, 2),
  mlflow('POST runs/log-batch', 2, 3),
  mlflow('POST runs/log-inputs', 2),
  mlflow('POST logged-models', 2),
  mlflow('POST runs/outputs', 2),
  mlflow('POST model-versions/create', 1, 2),
  mlflow('POST registered-models/alias', 1, 2),
  mlflow('POST runs/update', 1, 2),
];

/** Milliseconds after the state says that it retrains, by chance: in the tournament, at the gate, or after it. */
function atTheGate(count: number, next: (most: number) => number): Round[] {
  return Array.from({ length: count }, (_, at): Round => {
    const drifted = at % 2 === 1;
    return {
      ...{ scenario: drifted ? 'drifted' : 'asked', step: 'gate', at: 'store', what: 'update watch_state' },
      ...{ nth: drifted ? 4 : 2, done: true, after: 10 + next(500) },
    };
  });
}

/** So many of them, each kind of step in turn; from 200 on, all. */
export function roundsOf(count: number): Round[] {
  const generator = xoroshiro128plus(8);
  const next = (most: number) => uniformInt(generator, 0, most);
  const all = steps.flatMap(({ nth, ...step }) =>
    nth.flatMap((one) => [false, true].map((done): Round => ({ ...step, nth: one, done }))),
  );
  const shuffled = [...all, ...atTheGate(20, next)]
    .map((round) => ({ round, place: next(2 ** 30) }))
    .sort((one, other) => one.place - other.place)
    .map(({ round }) => round);
  const turns = new Map<string, number>();
  return shuffled
    .map((round) => {
      const turn = turns.get(round.step) ?? 0;
      turns.set(round.step, turn + 1);
      return { round, turn };
    })
    .sort((one, other) => one.turn - other.turn)
    .map(({ round }) => round)
    .slice(0, count);
}
