// The API in front of the real operations of a stage.
import { createPrometheus } from '../../core/adapters/prometheus/index.ts';
import type { Stage } from '../flows/stage.ts';
import { type Options, serve } from './running.ts';

/** Everything is real: operations, store, metrics. */
export function serveStage(stage: Stage, changes: Partial<Omit<Options, 'ops'>> = {}) {
  const { clock, ops } = stage;
  return serve({
    ops,
    clock,
    metrics: createPrometheus(clock, { version: '0.0.0', node: 'v0' }),
    ...changes,
  });
}

/** A path of a route: its parameters filled in. */
export const filled = (path: string) => path.replace(/:(version|incident)/, '3').replace(/:\w+/, 'shop');
