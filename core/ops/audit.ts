// The record a write leaves: who asked for what, from where, and how it ended.
import type { AuditEntry, Led } from '../audit.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Store } from '../store.ts';
import type { Caller, Scope } from './operation.ts';

export interface Auditing {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, 'audit'>;
  readonly watches: ReadonlyMap<string, unknown>;
}

export interface Act {
  readonly operation: string;
  readonly scope: Scope;
  readonly traffic: boolean;
  readonly caller: Caller;
  readonly begun: number;
  /** The input, once it has passed its schema; null before. */
  readonly input: unknown;
  readonly outcome: string;
  readonly led: Partial<Led>;
}

const longestText = 200;
const mostArgs = 12;

/**
 * Appends the record of a write that a person or a token asked for; whether it was one. Never throws: what was done
 * stays done.
 */
export async function audit(world: Auditing, act: Act): Promise<boolean> {
  const { caller, operation, outcome } = act;
  const { via } = caller;
  // What Vigie does by itself is told by what it leads to.
  if ((via === 'job' && caller.name === 'vigie') || act.scope === 'read' || act.scope === 'predict')
    return false;
  const { watch: _watch, ...args } = argsOf(act.input);
  const entry: AuditEntry = {
    at: act.begun,
    by: caller.name,
    person: caller.id ?? null,
    via,
    ...requestOf(caller),
    operation,
    watch: watchOf(act.input).watch ?? onlyOne(world.watches),
    args,
    outcome,
    ms: world.clock.now() - act.begun,
    traffic: act.traffic && via === 'http',
    led: { incident: null, version: null, run: null, ...act.led },
  };
  try {
    await world.store.audit.add(entry);
  } catch (err) {
    world.log.error('a write is missing in the audit log', { operation, by: caller.name, via, outcome, err });
  }
  return true;
}

/** The request a caller came with, as records and log lines name it. */
export const requestOf = ({ request }: Caller): { readonly request?: string } =>
  request === undefined ? {} : { request };

/** The watch an input names, as records and log lines name it. */
export function watchOf(input: unknown): { readonly watch?: string } {
  if (typeof input !== 'object' || input === null || !('watch' in input)) return {};
  return typeof input.watch === 'string' ? { watch: cut(input.watch) } : {};
}

/** Texts cut to a length, lists as the number of their entries, nothing of what has a form of its own. */
function argsOf(input: unknown): Record<string, string | number | boolean> {
  if (typeof input !== 'object' || input === null) return {};
  const args = Object.entries(input).flatMap(([name, value]) => {
    const kept = argOf(value);
    return kept === null ? [] : [[name, kept] as const];
  });
  return Object.fromEntries(args.slice(0, mostArgs));
}

function argOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.length : null;
}

function cut(text: string): string {
  const letters = Array.from(text);
  return letters.length <= longestText ? text : `${letters.slice(0, longestText - 1).join('')}…`;
}

/** The one an input without a watch means. */
export function onlyOne(watches: ReadonlyMap<string, unknown>): string | null {
  const [name = null] = watches.keys();
  return watches.size === 1 ? name : null;
}
