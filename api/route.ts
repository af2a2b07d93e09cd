// What a route is: what it asks of its caller, and who answers.
import type { Ops } from '../core/ops/index.ts';
import type { Caller } from '../core/ops/operation.ts';
import type { Metrics } from '../core/ports.ts';
import type { Access } from './auth.ts';

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

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
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

export function byOp<O>(pick: (ops: Ops) => (input: Input, caller: Caller) => Promise<O>): Route['answer'] {
  return ({ desk, input, caller }) => answered(pick(desk.ops)(input, caller));
}

export async function answered(result: Promise<unknown>): Promise<Answer> {
  return { value: await result };
}
