// The one envelope around every operation: who may, is the input right, how long did it take, what went wrong.
import type * as z from 'zod';
import { AppError, type Fault } from '../errors.ts';
import type { Clock, Logger, Metrics, Random } from '../ports.ts';

/** What a caller may: look, ask the model, change a watch, go past the gate. */
export type Scope = 'read' | 'predict' | 'operate' | 'admin';

export const roles = {
  viewer: ['read', 'predict'],
  operator: ['read', 'predict', 'operate'],
  admin: ['read', 'predict', 'operate', 'admin'],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof roles;

/** Who asks, from where, and what they may. */
export interface Caller {
  readonly name: string;
  readonly via: 'discord' | 'http' | 'shell' | 'job';
  readonly role: Role;
}

/** Told while an operation runs: the step that begins and the share that is done, 0..1. */
export type Progress = (step: string, share: number) => void;

export interface Call {
  readonly caller: Caller;
  readonly progress: Progress;
}

interface Envelope {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface Operation<I> {
  readonly name: string;
  readonly scope: Scope;
  readonly input: z.ZodType<I>;
}

/** An operation as surfaces call it: input of unknown shape in, data out, AppError when it cannot be. */
export type Run<O> = (input: unknown, caller: Caller, progress?: Progress) => Promise<O>;

/**
 * Wraps `run` so that every surface gets the same law: scope, schema, timing, one log line, one kind of error.
 * @throws AppError `forbidden`, `invalid_input`, whatever `run` throws, and `internal` for a bug
 */
export function operation<I, O>(
  world: Envelope,
  facts: Operation<I>,
  run: (input: I, call: Call) => Promise<O>,
): Run<O> {
  return async (input, caller, progress = () => {}) => {
    const begun = world.clock.now();
    const ended = (outcome: string) =>
      world.metrics.operationEnded(facts.name, outcome, (world.clock.now() - begun) / 1000);
    try {
      authorise(facts, caller);
      const result = await run(parseInput(facts.input, input), { caller, progress });
      ended('ok');
      world.log.debug('operation ended', {
        operation: facts.name,
        by: caller.name,
        via: caller.via,
        ms: world.clock.now() - begun,
      });
      return result;
    } catch (cause) {
      const error = asAppError(world, facts.name, cause);
      ended(error.code);
      throw error;
    }
  };
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

function authorise(facts: { name: string; scope: Scope }, caller: Caller): void {
  const held: readonly Scope[] = roles[caller.role];
  if (held.includes(facts.scope)) return;
  throw new AppError(
    'forbidden',
    `${facts.name} needs the scope "${facts.scope}"; ${caller.name} is ${caller.role}`,
  );
}

function asAppError(world: Envelope, name: string, cause: unknown): AppError {
  if (cause instanceof AppError) {
    const say = cause.status >= 500 ? world.log.warn : world.log.debug;
    say.call(world.log, 'operation refused', {
      operation: name,
      code: cause.code,
      message: cause.message,
      err: cause.cause,
    });
    return cause;
  }
  const id = world.random.id().slice(0, 8);
  world.log.error('bug', { operation: name, errorId: id, err: cause });
  return new AppError('internal', `Something went wrong inside Vigie (error ${id}).`, { cause });
}
