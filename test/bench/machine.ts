// The machine the figures are of.
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Command } from './options.ts';
import type { Python } from './python.ts';
import type { Setting } from './table.ts';

/** The peers as a fact of the setting. */
export function peersIn(python: Python | null, { name }: Pick<Command, 'name'>): { readonly peers: string } {
  if (python === null) return { peers: `none: npm run ${name} -- --install makes them` };
  const peers = Object.entries(python.versions).map((entry) => entry.join(' '));
  return { peers: peers.join(', ') };
}

export function settingOf(more: Readonly<Record<string, string>>): Setting {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString(),
    facts: {
      machine: `${availableParallelism()} cores, ${model}, ${gigabytes} GiB, ${platform()} ${release()}`,
      // Peers that use every core suffer most from company: on a busy machine their ratios flatter us.
      load: `${(loadavg()[0] ?? 0).toFixed(1)} before the start (a quiet machine is near 0)`,
      node: `${process.version}, V8 ${process.versions.v8}`,
      ...more,
    },
  };
}
