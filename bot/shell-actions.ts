// Actions of a card in a terminal: numbered, and pressed by their number. Pure.
import type { Action, Card } from '../core/cards/card.ts';
import type { Token } from './shell-line.ts';
import { neutral } from './terminal-text.ts';

/** "[1] Retrain now  [2] Snooze (2 1h, 2 6h)"; empty where there is nothing to press. */
export function numbered({ actions }: Card): string {
  return actions.map((action, at) => `[${at + 1}] ${neutral(shown(action, at + 1))}`).join('  ');
}

function shown(action: Action, number: number): string {
  if (action.kind === 'button') return action.label;
  const choices = action.choices.map(({ value }) => `${number} ${value}`);
  return `${action.label} (${choices.join(', ')})`;
}

/** The command that a line like "1" or "3 6h" presses; null when it presses nothing. */
export function pressed(line: string, actions: readonly Action[]): Token[] | null {
  const [, number, choice] = /^(\d+)(?:\s+(\S.*))?$/.exec(line.trim()) ?? [];
  const action = number === undefined ? undefined : actions[Number(number) - 1];
  if (action === undefined || (action.kind === 'menu') !== (choice !== undefined)) return null;
  const args = action.kind === 'menu' ? { ...action.args, [action.name]: choice ?? '' } : action.args;
  const words = action.command.split(' ').map((text) => ({ key: null, text, start: 0, quoted: false }));
  const values = Object.entries(args).map(([key, text]) => ({ key, text, start: 0, quoted: true }));
  return [...words, ...values];
}
