// What a process has cost, told by itself. Apart from who starts jobs, so that a job loads nothing but what it measures.
import { readFileSync } from 'node:fs';

export interface Cost {
  /** Processor seconds, user and system. */
  readonly cpu: number;
  /** Most resident memory, in bytes. */
  readonly peak: number;
}

/** What this process has cost so far. */
export function ownCost(): Cost {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpu: (userCPUTime + systemCPUTime) / 1e6, peak: peakOf('self') ?? maxRSS * 1024 };
}

/** On Linux only; elsewhere null. The resource usage would begin with what the parent process had. */
function peakOf(pid: string): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
