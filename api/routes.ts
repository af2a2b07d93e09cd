// All routes on one page: what is asked of the caller, and the operation that answers.

import type { Ops } from '../core/ops/index.ts';
import type { Caller } from '../core/ops/operation.ts';
import type { Metrics } from '../core/ports.ts';
import type { Access } from './auth.ts';
import { labelInput, observationInput, predictInput } from './input.ts';

type Input = Readonly<Record<string, unknown>>;

/** Whether the process can do its work now, and the state of each thing it needs. */
interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, unknown>>;
}

/** What the routes need of the house. */
export interface Desk {
  readonly ops: Ops;
  readonly metrics: Pick<Metrics, 'render' | 'requestEnded'>;
  readonly ready: () => Promise<Readiness>;
}

interface Call {
  readonly desk: Desk;
  readonly input: Input;
  readonly caller: Caller;
}

/** JSON of `value`, unless a content type says that it is text of that type. */
interface Answer {
  readonly value: unknown;
  readonly status?: number;
  readonly type?: string;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parts that begin with a colon are parameters: input like those of the query. */
  readonly path: string;
  readonly access: Access;
  readonly about: string;
  /** Largest body in bytes, where it is not the default. */
  readonly limit?: number;
  /** Brings the forms a body may take to the operation's one. */
  readonly shape?: (body: Input) => Input;
  readonly answer: (call: Call) => Promise<Answer>;
}

const batch = 1024 * 1024;

export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/predict',
    access: 'read',
    about: 'Predicts {rows: [{feature: value}]}, {features: {...}} or one bare row; ?explain=true says why.',
    limit: batch,
    shape: predictInput,
    answer: byOp((ops) => ops.predict),
  },
  {
    method: 'POST',
    path: '/labels',
    access: 'token',
    about: 'Stores true labels: {labels: [{id, label}]} or {id, label}.',
    limit: batch,
    shape: labelInput,
    answer: byOp((ops) => ops.label),
  },
  {
    method: 'POST',
    path: '/observations',
    access: 'token',
    about:
      'Stores rows of a model served elsewhere: {watch?, rows: [{id, time?, features, prediction, score?, label?}]} or one such row.',
    limit: batch,
    shape: observationInput,
    answer: byOp((ops) => ops.observe),
  },
  {
    method: 'DELETE',
    path: '/observations/:id',
    access: 'token',
    about: 'Deletes one observation and its label: ?watch=.',
    answer: byOp((ops) => ops.forget),
  },
  {
    method: 'POST',
    path: '/train',
    access: 'token',
    about: 'Trains and promotes the first champion: {watch?, force?}.',
    answer: byOp((ops) => ops.train),
  },
  {
    method: 'POST',
    path: '/retrain',
    access: 'token',
    about: 'Trains a challenger, promotes it when it is better: {watch?, reason?, dry_run?, force?}.',
    // Whatever the body says: the trigger is a fact, not a wish.
    answer: ({ desk, input, caller }) => answered(desk.ops.retrain({ ...input, trigger: 'api' }, caller)),
  },
  {
    method: 'GET',
    path: '/drift-check',
    access: 'read',
    about: 'The newest drift report: ?watch=.',
    answer: byOp((ops) => ops.drift),
  },
  {
    method: 'GET',
    path: '/drift/report',
    access: 'read',
    about: 'All there is to say of the current window, column by column: ?watch=&window=1h|24h|7d&feature=.',
    answer: byOp((ops) => ops.report),
  },
  {
    method: 'POST',
    path: '/drift-check',
    access: 'token',
    about: 'Checks for drift now: {watch?}.',
    answer: byOp((ops) => ops.check),
  },
  {
    method: 'GET',
    path: '/generate',
    access: 'read',
    about: 'Rows of a synthetic watch: ?watch=&n_samples=&seed=.',
    answer: byOp((ops) => ops.generate),
  },
  {
    method: 'POST',
    path: '/generate',
    access: 'read',
    about: 'Rows of a synthetic watch: {watch?, n_samples?, seed?}.',
    answer: byOp((ops) => ops.generate),
  },
  {
    method: 'POST',
    path: '/rollback',
    access: 'token',
    about: 'Puts the previous champion back: {watch?, reason?}.',
    answer: byOp((ops) => ops.rollback),
  },
  {
    method: 'POST',
    path: '/expected',
    access: 'token',
    about: 'Says that the change of the open incident was expected: {watch?, reason?}.',
    answer: byOp((ops) => ops.expected),
  },
  {
    method: 'POST',
    path: '/simulate',
    access: 'token',
    about: 'Puts drift into a synthetic watch: {watch?, scenario, strength?}.',
    answer: byOp((ops) => ops.simulate),
  },
  {
    method: 'GET',
    path: '/status',
    access: 'read',
    about: 'Watches, jobs, storage, queues: ?watch= for one of them.',
    answer: byOp((ops) => ops.status),
  },
  {
    method: 'GET',
    path: '/jobs',
    access: 'read',
    about: 'Scheduled jobs with their last and next runs.',
    answer: async ({ desk, input, caller }) => {
      const { jobs } = await desk.ops.status(input, caller);
      return { value: { jobs } };
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    access: 'metrics',
    about: 'Metrics in the text format of Prometheus.',
    answer: async ({ desk }) => {
      const { body, contentType } = await desk.metrics.render();
      return { value: body, type: contentType };
    },
  },
  {
    method: 'GET',
    path: '/health/live',
    access: 'open',
    about: 'The process answers.',
    answer: async () => ({ value: { status: 'ok' } }),
  },
  {
    method: 'GET',
    path: '/health/ready',
    access: 'open',
    about: 'The process can do its work: 200 or 503.',
    answer: async ({ desk }) => {
      const { ok, checks } = await desk.ready();
      return { value: { status: ok ? 'ok' : 'unavailable', checks }, status: ok ? 200 : 503 };
    },
  },
  {
    method: 'GET',
    path: '/',
    access: 'open',
    about: 'This list.',
    answer: async () => ({
      value: { name: 'vigie', routes: routes.map(({ method, path, about }) => ({ method, path, about })) },
    }),
  },
];

/** The template of a path and its methods, for `Allow`; null when the path is unknown. */
export function doorOf(path: string): { readonly path: string; readonly methods: readonly string[] } | null {
  const found = routes.filter((route) => leadsTo(route, path));
  const [first] = found;
  if (first === undefined) return null;
  const own: string[] = found.map(({ method }) => method);
  return { path: first.path, methods: [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'] };
}

function leadsTo(route: Route, path: string): boolean {
  const [wanted, given] = [route.path.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}

function byOp<O>(pick: (ops: Ops) => (input: Input, caller: Caller) => Promise<O>): Route['answer'] {
  return ({ desk, input, caller }) => answered(pick(desk.ops)(input, caller));
}

async function answered(result: Promise<unknown>): Promise<Answer> {
  return { value: await result };
}
