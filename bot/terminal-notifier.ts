// News on the terminal, where neither a Discord token nor a webhook is configured.
import { cardFor } from '../core/cards/index.ts';
import type { Clock, Notifier } from '../core/ports.ts';
import { lookOf, type Screen } from './shell-run.ts';
import { renderCard } from './terminal.ts';

interface TerminalNotifierSettings {
  readonly screen: Screen;
  readonly clock: Clock;
  /** Writes text where it garbles nothing: an open shell's `print`, else the output's own `write`. */
  readonly print: (text: string) => void;
}

/** A terminal has no message to edit: every revision is printed. */
export function terminalNotifier({ screen, clock, print }: TerminalNotifierSettings): Notifier {
  return {
    name: 'terminal',
    async deliver(news, run) {
      print(`${renderCard(cardFor(news, run, screen.words), lookOf(screen, clock))}\n`);
      return null;
    },
  };
}
