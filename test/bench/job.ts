// A whole job as a process of its own, and what it cost: a script prints one line of JSON, cost and result together.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Cost } from './cost.ts';
import { peerEnvironment, peersScript } from './python.ts';
import type { Bench } from './subject.ts';

const execute = promisify(execFile);
const jobMs = 10 * 60_000;

/** What `ownCost` says of a process, at its end. */
const costSchema = z.object({ cpu: z.number(), peak: z.number() });

export interface Done<T> {
  /** Milliseconds from the start of the process to its end. */
  readonly wall: number;
  readonly cost: Cost;
  readonly result: T;
}

/** Runs a script of runs/, bundled as the product is, in a fresh Node. @throws Error when it fails or takes ten minutes */
export function ourJob<T>(script: string, args: readonly string[], result: z.ZodType<T>): Promise<Done<T>> {
  const path = fileURLToPath(new URL(`./jobs/${script}.js`, import.meta.url));
  return finished(process.execPath, [path, ...args], result);
}

/** Runs a job of peers.py in a fresh Python, or answers null where there is none. */
export async function theirJob<T>(
  { python }: Bench,
  args: readonly string[],
  result: z.ZodType<T>,
): Promise<Done<T> | null> {
  return python === null ? null : finished(python, [peersScript, ...args], result);
}

async function finished<T>(command: string, args: string[], result: z.ZodType<T>): Promise<Done<T>> {
  const begun = performance.now();
  const { stdout } = await execute(command, args, { env: peerEnvironment(), timeout: jobMs });
  const wall = performance.now() - begun;
  const value: unknown = JSON.parse(stdout);
  return { wall, cost: costSchema.parse(value), result: result.parse(value) };
}
