// A watch whose model is served elsewhere: rows with what it said, and the stage they come to.
import type { Chance } from '../core/evidence/rows.ts';
import { callerOf, openStage, type Stage } from './stage.ts';

const operator = callerOf('operator');

interface Kind {
  /** Added to y. */
  readonly shift: number;
  /** Share of rows whose label is not what the model said. */
  readonly wrong: number;
  readonly labelled: boolean;
}

/** Rows of a model that says yes where x is positive; `from` numbers their ids. */
export function rowsOf(random: Chance, from: number, count: number, kind: Partial<Kind> = {}) {
  const { shift, wrong, labelled } = { shift: 0, wrong: 0.1, labelled: true, ...kind };
  return Array.from({ length: count }, (_, at) => {
    const x = random.normal();
    const said = x > 0 ? 'yes' : 'no';
    const label = random.uniform() < wrong ? (said === 'yes' ? 'no' : 'yes') : said;
    return {
      id: `r${from + at}`,
      features: { x, y: random.normal() + shift },
      prediction: said,
      score: 1 / (1 + Math.exp(-2 * x)),
      ...(labelled ? { label } : {}),
    };
  });
}

export type ForeignRows = ReturnType<typeof rowsOf>;

/** A stage whose rows come by POST /observations. */
export const openForeign = ({ watch, ...options }: Parameters<typeof openStage>[0] = {}) =>
  openStage({
    ...options,
    watch: { source: { kind: 'observed', drop: ['email'] }, champion: 'external', ...watch },
  });

export const settle = (stage: Stage) => stage.clock.advance(10_000);

/** In batches of a thousand; then they settle. */
export async function send(stage: Stage, rows: readonly object[]) {
  const sent = [];
  for (let at = 0; at < rows.length; at += 1_000)
    sent.push(await stage.ops.observe({ rows: rows.slice(at, at + 1_000) }, operator));
  settle(stage);
  return sent;
}

export async function championOf({ ops }: Stage) {
  return (await ops.status({}, operator)).watches[0]?.champion ?? null;
}

export function watchOf({ world }: Stage) {
  const watch = world.watches.get('shop')?.watch;
  if (watch === undefined) throw new Error('there is no shop');
  return watch;
}
