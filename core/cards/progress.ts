// A step of long work; the next card replaces it. Pure.
import { bareCard, type Card } from './card.ts';
import { bar } from './numbers.ts';

const cells = 10;

interface Progress {
  /** What is being done: "Retraining". */
  readonly work: string;
  readonly watch: string;
  readonly step: string;
  /** 0..1. */
  readonly share: number;
  readonly at: number;
}

export function progressCard({ work, watch, step, share, at }: Progress): Card {
  const done = Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 100) : 0;
  return {
    ...bareCard,
    tone: 'busy',
    title: `🔄 ${work} - ${watch}`,
    summary: [{ code: `${bar(share, cells, ['▰', '▱'])} ${done} %` }, ` ${step}`],
    footer: watch,
    at,
  };
}
