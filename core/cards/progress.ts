// A step of long work; the next card replaces it. Pure.
import type { Step } from '../work.ts';
import { bareCard, type Card } from './card.ts';
import { bar } from './numbers.ts';
import type { Telling, Words } from './words/index.ts';

const cells = 10;

/** What is being done. */
export type Work = keyof Words['progress']['work'];

interface Progress {
  readonly work: Work;
  readonly watch: string;
  readonly step: Step;
  /** 0..1. */
  readonly share: number;
}

export function progressCard({ work, watch, step, share }: Progress, { words, at }: Telling): Card {
  const { progress, numbers } = words;
  const done = Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 100) : 0;
  return {
    ...bareCard,
    tone: 'busy',
    title: `🔄 ${progress.work[work]} - ${watch}`,
    summary: [
      { code: `${bar(share, cells, ['▰', '▱'])} ${numbers.written(`${done} %`)}` },
      ` ${progress.step(step)}`,
    ],
    footer: watch,
    at,
  };
}
