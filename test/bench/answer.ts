// One case in a process of its own, so that no case warms up the compiler for the next. Started by bench.ts, which it
// answers with rows. Arguments: subject, case, then the facts of `Bench` as JSON.
import * as z from 'zod';
import { startPeer } from './peer.ts';
import type { Subject } from './subject.ts';

const facts = z.object({
  quick: z.boolean(),
  full: z.boolean(),
  folder: z.string(),
  python: z.string().nullable(),
});

export async function answerWith(subjects: readonly Subject[], argv: readonly string[]): Promise<void> {
  // The default end of a signal would skip what runs at `exit`: the products it started.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

  const [subject = '', name = '', text = ''] = argv;
  const bench = facts.parse(JSON.parse(text));
  const chosen = subjects
    .find((each) => each.name === subject)
    ?.cases(bench)
    .find((each) => each.name === name);
  if (chosen === undefined) throw new Error(`there is no case ${subject} ${name}`);
  const peer = bench.python === null ? null : startPeer(bench.python);
  try {
    process.send?.({ rows: await chosen.run({ ...bench, peer }) });
  } catch (cause) {
    process.send?.({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
  } finally {
    await peer?.stop();
    process.disconnect?.();
  }
}
