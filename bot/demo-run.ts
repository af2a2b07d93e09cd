// One demonstration: the real operations on a clock that is moved by hand, told as they happen.
import type { Card } from '../core/cards/card.ts';
import { driftCard } from '../core/cards/drift.ts';
import type { Ops } from '../core/ops/index.ts';
import type { Caller } from '../core/ops/operation.ts';
import { lookOf, type Screen } from './shell-run.ts';
import { renderCard } from './terminal.ts';

export interface Prepared {
  readonly watch: string;
  readonly intro: string;
  /** null: the synthetic watch that needs none. */
  readonly watchesFile: string | null;
  /** Makes the next rows arrive; false when there are no more. Called before each round. */
  readonly arrive: (round: number, ops: Ops) => Promise<boolean>;
  /** What is said before a round; null = nothing. */
  readonly say: (round: number) => string | null;
  readonly minutesPerRound: number;
  readonly mostRounds: number;
  /** Rounds still shown after the first promotion. */
  readonly roundsAfter: number;
}

interface Stage {
  readonly ops: Ops;
  readonly advance: (ms: number) => void;
  readonly now: () => number;
  readonly screen: Screen;
}

const vigie: Caller = { name: 'vigie', via: 'job', role: 'admin' };

/** Patrols until a challenger was promoted and has served for a while, then shows the drift report. */
export async function runDemo(prepared: Prepared, { ops, advance, now, screen }: Stage): Promise<void> {
  const tell = (text: string) => void screen.output.write(`\n${clockOf(now(), screen.timezone)}  ${text}\n`);
  const { watch } = prepared;
  tell(prepared.intro);
  let promotedAt: number | null = null;
  for (let round = 0; round < prepared.mostRounds; round++) {
    if (promotedAt !== null && round - promotedAt > prepared.roundsAfter) break;
    if (!(await prepared.arrive(round, ops))) break;
    const words = prepared.say(round);
    if (words !== null) tell(words);
    advance(prepared.minutesPerRound * 60_000);
    const { report, retrain } = await ops.patrol({ watch, slot: Math.floor(now() / 60_000) }, vigie);
    if (report !== null) tell(line(report));
    if (retrain?.result === 'promoted') promotedAt ??= round;
  }
  tell('The last report:');
  show(driftCard(await ops.drift({ watch }, vigie), null, { words: screen.words, at: now() }), screen, now);
  tell(
    `That was Vigie: ${promotedAt === null ? 'the drift is real, but no challenger predicts better, so none was promoted' : 'drift found, retrained, promoted'}. Start it for real with npm start.`,
  );
}

function line(report: {
  number: number;
  verdict: string;
  score: number | null;
  performance: { accuracy: number | null } | null;
}): string {
  const { number, verdict, score, performance } = report;
  const accuracy = performance?.accuracy == null ? '' : `, accuracy ${performance.accuracy.toFixed(3)}`;
  return `check ${number}: ${verdict.replace('_', ' ')}${score === null ? '' : `, drift score ${score.toFixed(2)}`}${accuracy}`;
}

function show(card: Card, screen: Screen, now: () => number): void {
  screen.output.write(`${renderCard(card, lookOf(screen, { now, sleep: async () => {} }))}\n`);
}

function clockOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}
