// Commands of a shell alone, by their first word: they answer in lines of text, and are no cards.
import type { World } from '../core/ops/world.ts';
import { aimed, exportAll, mlflowUsage } from './mlflow.ts';
import { reproduceOne, reproduceUsage } from './reproduce.ts';

interface Tool {
  readonly manual: string;
  /** The exit code. */
  readonly run: (
    world: World,
    argv: readonly string[],
    out: { write(text: string): unknown },
  ) => Promise<number>;
}

const tools: Readonly<Record<string, Tool>> = {
  mlflow: { manual: mlflowUsage, run: (world, _argv, out) => exportAll(world, out) },
  reproduce: { manual: reproduceUsage, run: reproduceOne },
};

/** null: its first word names none. */
export function toolOf([first = '']: readonly string[]): Tool | null {
  return Object.hasOwn(tools, first) ? (tools[first] ?? null) : null;
}

/** The manual that is asked for instead of the tool; null = none is. */
export function manualFor(argv: readonly string[]): string | null {
  const [, second] = argv;
  const asked = second === undefined || second === '--help' || second === '-h';
  return asked ? (toolOf(argv)?.manual ?? null) : null;
}

/** The settings a tool runs under. @throws as `aimed` */
export function settingsFor<S extends { readonly MLFLOW_TRACKING_URI: string }>(
  settings: S,
  argv: readonly string[],
): S {
  return argv[0] === 'mlflow' ? aimed(settings, argv) : settings;
}
