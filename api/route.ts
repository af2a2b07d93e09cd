// What a route is: what it asks of its caller, and who answers.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ops } from '../core/ops/index.ts';
import type { Caller, Run } from '../core/ops/operation.ts';
import type { Metrics } from '../core/ports.ts';
import type { Access, Doors } from './auth.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Whether the process can do its work now, and the state of each thing it needs. */
interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, unknown>>;
}

/** What the routes need of the house. */
export interface Desk extends Pick<Doors, 'openReads' | 'metricsToken'> {
  readonly ops: Ops;
  readonly metrics: Pick<Metrics, 'render' | 'requestBegan' | 'requestEnded' | 'requestRejected'>;
  readonly ready: () => Promise<Readiness>;
  /** Aborted once the server takes no new requests: who waits is answered with what there is. */
  readonly closing: AbortSignal;
  /** Of the service. */
  readonly version: string;
}

export interface Call {
  readonly desk: Desk;
  readonly input: Input;
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Told {
  readonly status?: number;
  /** Beside those of every answer, or in place of them. With an ETag it is sent only when it is another one. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** JSON of `value`, unless a content type says that it is text or bytes of that type. */
export type Answer = Told &
  (
    | { readonly value: unknown; readonly type?: never }
    | { readonly value: string | Buffer; readonly type: string }
  );

/** The operations a route may stand for. */
export type Operation = { [K in keyof Ops]: Ops[K] extends Run<unknown> ? K : never }[keyof Ops];
export type Result<K extends Operation> = Ops[K] extends Run<infer O> ? O : never;

/** What stands behind a method and a path. */
export interface Door {
  readonly access: Access;
  readonly about: string;
  /** null: no operation is asked. */
  readonly operation: Operation | null;
  /** Largest body in bytes, where it is not the default. */
  readonly limit?: number;
  /** Reads bodies of one form without a parser; null for all others. */
  readonly read?: (body: Buffer) => Input | null;
  /** Brings the forms a body may take to the operation's one. */
  readonly shape?: (body: Input) => Input;
  /** Facts, whatever the request says. */
  readonly fixed?: Input;
  /** Parameters that are not for the operation. */
  readonly own?: readonly string[];
  readonly answer: (call: Call) => Promise<Answer>;
}

export interface Route extends Door {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parts that begin with a colon are parameters: input like those of the query. */
  readonly path: string;
}

interface Asking<K extends Operation> extends Pick<Door, 'limit' | 'read' | 'shape' | 'fixed' | 'own'> {
  readonly answer?: (result: Result<K>, input: Input) => Answer;
}

/** A door an operation answers at. */
export function by<K extends Operation>(
  operation: K,
  access: Access,
  about: string,
  { fixed = {}, own = [], answer = (value) => ({ value }), ...more }: Asking<K> = {},
): Door {
  return {
    ...{ operation, access, about, fixed, own, ...more },
    async answer({ desk, input, caller }) {
      const asked = own.length === 0 ? input : without(input, own);
      // Each operation answers with its own result: what TypeScript cannot follow through the table.
      const run = desk.ops[operation] as Run<Result<K>>;
      return answer(await run({ ...asked, ...fixed }, caller), input);
    },
  };
}

function without(input: Input, names: readonly string[]): Input {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}

/** A door behind which no operation is needed. */
export function plain(access: Access, about: string, answer: Door['answer']): Door {
  return { operation: null, access, about, answer };
}
