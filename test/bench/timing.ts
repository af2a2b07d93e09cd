// How times are taken: both sides in turn, so that a slow minute of the machine falls on both.

/** Milliseconds `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** A measurement: runs one side once and answers with its figure. */
export type Measure = () => number | Promise<number>;

/** Ours, theirs, ours, theirs, ... `theirs` stays empty without a peer. */
export async function inTurn(
  rounds: number,
  ours: Measure,
  theirs: Measure | null,
): Promise<{ ours: number[]; theirs: number[] }> {
  const found: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await ours());
    if (theirs !== null) found.theirs.push(await theirs());
  }
  return found;
}
