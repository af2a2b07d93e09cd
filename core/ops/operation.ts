// The one envelope around every operation: who may, is the input right, how long did it take, what went wrong.
import type * as z from 'zod';
import type { Led } from '../audit.ts';
import { AppError, type Fault } from '../errors.ts';
import type { Ending } from '../metrics.ts';
import type { Metrics, Random } from '../ports.ts';
import type { Step } from '../work.ts';
import { type Auditing, audit, requestOf, watchOf } from './audit.ts';

/** What a caller may: look, ask the model, change a watch, go past the gate. */
export type Scope = 'read' | 'predict' | 'operate' | 'admin';

export const roles = {
  viewer: ['read', 'predict'],
  operator: ['read', 'predict', 'operate'],
  admin: ['read', 'predict', 'operate', 'admin'],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof roles;

/** Who asks, and from where. */
interface Someone {
  readonly name: string;
  /** Of a person, where the surface knows one that outlives the name: the Discord user id. */
  readonly id?: string;
  readonly via: 'discord' | 'http' | 'shell' | 'job';
  /** Id of the request it came with: log lines and the audit record name it. */
  readonly request?: string;
  /** Aborted once nobody waits for the answer any more. What was begun goes on. */
  readonly left?: AbortSignal;
}

/** A person, or Vigie itself: may what the role says. */
export interface Person extends Someone {
  readonly role: Role;
}

/** A program that showed a token: may what the token says and nothing else. */
interface Holder extends Someone {
  readonly scopes: readonly Scope[];
}

export type Caller = Person | Holder;

/** Told while an operation runs: the step that begins and the share that is done, 0..1. */
export type Progress = (step: Step, share: number) => void;

export interface Call {
  readonly caller: Caller;
  readonly progress: Progress;
}

interface Envelope extends Auditing {
  readonly random: Random;
  readonly metrics: Metrics;
}

export interface Operation<I, O> {
  readonly name: string;
  readonly scope: Scope;
  readonly input: z.ZodType<I>;
  /**
   * The input without a walk through its schema, where it is plainly right; null hands it to the schema, which accepts what
   * this does and names the faults of the rest.
   */
  readonly plain?: (input: unknown) => I | null;
  /** Changes nothing, though not everybody may ask: the audit log has no record of it. */
  readonly reads?: true;
  /** Programs call it with rows all day. */
  readonly traffic?: boolean;
  /** What the audit log says of a result. */
  readonly led?: (result: O) => Partial<Led>;
}

/** An operation as surfaces call it: input of unknown shape in, data out, AppError when it cannot be. */
export type Run<O> = (input: unknown, caller: Caller, progress?: Progress) => Promise<O>;

/**
 * Wraps `run` so that every surface gets the same law: scope, schema, timing, one log line, one kind of error, and for
 * what changes something one audit record, however it ends.
 * @throws AppError `forbidden`, `invalid_input`, whatever `run` throws, and `internal` for a bug
 */
export function operation<I, O>(
  world: Envelope,
  facts: Operation<I, O>,
  run: (input: I, call: Call) => Promise<O>,
): Run<O> {
  const { name: operation, scope, traffic = false } = facts;
  return async (input, caller, progress = () => {}) => {
    const begun = world.clock.now();
    const ended = async (error: AppError | null, known: I | null, led: Partial<Led> = {}) => {
      const ending = endingOf(error);
      world.metrics.operationEnded(operation, ending);
      const outcome = error?.code ?? 'ok';
      const act = { operation, scope, traffic, caller, begun, input: known, outcome, led };
      if (facts.reads !== true && (await audit(world, act))) world.metrics.audited(caller.via, ending);
    };
    let known: I | null = null;
    try {
      requireScope(caller, scope, operation);
      known = facts.plain?.(input) ?? parseInput(facts.input, input);
      const result = await run(known, { caller, progress });
      world.log.debug('operation ended', {
        operation,
        by: caller.name,
        via: caller.via,
        ms: world.clock.now() - begun,
        ...watchOf(known),
        ...requestOf(caller),
      });
      await ended(null, known, facts.led?.(result));
      return result;
    } catch (cause) {
      const error = asAppError(world, { operation, ...watchOf(known), ...requestOf(caller) }, cause);
      await ended(error, known ?? facts.input.safeParse(input).data ?? null);
      throw error;
    }
  };
}

/** Whether an operation would begin for this caller and this input, or refuse both without having looked at anything. */
export function admits<I>(
  facts: Pick<Operation<I, unknown>, 'scope' | 'input'>,
  input: unknown,
  caller: Caller,
): boolean {
  return scopesOf(caller).includes(facts.scope) && facts.input.safeParse(input).success;
}

/** Parses with every fault named by its path. @throws AppError `invalid_input` */
function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults: Fault[] = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = faults[0];
  const where = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid_input', `${where}${first?.message ?? 'invalid input'}`, { faults });
}

function scopesOf(caller: Caller): readonly Scope[] {
  return 'scopes' in caller ? caller.scopes : roles[caller.role];
}

/** The least role that holds a scope. */
const leastRole = {
  read: 'viewer',
  predict: 'viewer',
  operate: 'operator',
  admin: 'admin',
} as const satisfies Record<Scope, Role>;

/** @throws AppError `forbidden` that names what is missing, for `what` a caller without its scope asked for */
export function requireScope(caller: Caller, scope: Scope, what: string): void {
  const held = scopesOf(caller);
  if (held.includes(scope)) return;
  if ('role' in caller) {
    const needed = leastRole[scope];
    throw new AppError('forbidden', `${what} needs the role ${needed}; ${caller.name} is ${caller.role}.`);
  }
  throw new AppError('forbidden', `${what} needs the scope ${scope}; ${caller.name} has ${held.join('+')}.`, {
    remedy: 'Use a token that has it (API_TOKENS).',
  });
}

/** A caller can do nothing about a status of 500 and more. */
function endingOf(error: AppError | null): Ending {
  if (error === null) return 'ok';
  return error.status >= 500 ? 'failed' : 'refused';
}

function asAppError(
  world: Envelope,
  where: { readonly operation: string; readonly watch?: string; readonly request?: string },
  cause: unknown,
): AppError {
  if (cause instanceof AppError) {
    const say = cause.status >= 500 ? world.log.warn : world.log.debug;
    say.call(world.log, 'operation refused', {
      ...where,
      code: cause.code,
      message: cause.message,
      err: cause.cause,
    });
    return cause;
  }
  const id = world.random.id().slice(0, 8);
  world.log.error('bug', { ...where, errorId: id, err: cause });
  return new AppError('internal', `Something went wrong inside Vigie (error ${id}).`, { cause });
}
