// What a process has cost the processor, seen from outside. Linux only: the other side is not ours to ask.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Of /proc, the same on every Linux there is. */
const ticksASecond = 100;

/** Processor seconds so far, user and system, all threads. @throws Error where there is no /proc */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => {
    throw new Error('processor time of other processes is only read on Linux');
  });
  // The second field is the name and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

/** Waits until what was put off is done: less than a tenth of a processor over a fifth of a second. */
export async function settled(pid: number): Promise<void> {
  for (let before = await processorSeconds(pid), turn = 0; turn < 300; turn++) {
    await pause(200);
    const now = await processorSeconds(pid);
    if (now - before < 0.02) return;
    before = now;
  }
  throw new Error('the server does not come to rest');
}
