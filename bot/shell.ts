// The same command table in a terminal: typed at a prompt, piped in, or given as the arguments of one call.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { tokensOf, tokensOfArgv } from './shell-line.ts';
import { startPrompt } from './shell-prompt.ts';
import {
  type Format,
  type Outcome,
  progressOn,
  runTokens,
  type Screen,
  type ShellDeps,
  type Show,
  writeCard,
} from './shell-run.ts';

export interface ShellSettings extends ShellDeps, Screen {
  readonly input: Readable;
  /**
   * Called once: the person left (`exit`, Ctrl-C twice, Ctrl-D) or the piped lines came to their end. The code is 1
   * when a piped command failed, else 0.
   */
  readonly onExit: (code: number) => void;
}

export interface Shell {
  /** Writes above the prompt without disturbing what is being typed. */
  print(text: string): void;
  /** Reads no more lines and waits for the command that runs; `onExit` is not called. */
  stop(): Promise<void>;
}

/** Runs one line as if it had been a slash command. Never throws: what goes wrong is a card with `ok` false. */
export function runLine(line: string, deps: ShellDeps, show: Show = () => {}): Promise<Outcome> {
  return runTokens(tokensOf(line), deps, { show });
}

const formats: Readonly<Record<string, Format>> = { '--json': 'json', '--markdown': 'markdown' };

/** How the screen is written to by a call with these arguments: programs see no progress and no prompt. */
export function formatOf(argv: readonly string[]): Partial<Pick<Screen, 'format' | 'terminal'>> {
  const asked = argv.find((word) => Object.hasOwn(formats, word));
  const format = asked === undefined ? undefined : formats[asked];
  return format === undefined ? {} : { format, terminal: false };
}

/** Runs the command that `argv` holds and writes its card. Resolves to the exit code: 0, or 1 when it failed. */
export async function runOnce(argv: readonly string[], settings: ShellDeps & Screen): Promise<number> {
  const { clock } = settings;
  const screen = { ...settings, ...formatOf(argv) };
  const words = argv.filter((word) => !Object.hasOwn(formats, word));
  const { card, ok } = await runTokens(tokensOfArgv(words), settings, { show: progressOn(screen, clock) });
  writeCard(card, screen, clock);
  return ok ? 0 : 1;
}

/** A prompt on a terminal; on anything else the lines of the input, in order and without a prompt. */
export function startShell(settings: ShellSettings): Shell {
  return settings.terminal ? startPrompt(settings) : startPiped(settings);
}

function startPiped(settings: ShellSettings): Shell {
  const lines = createInterface({ input: settings.input, crlfDelay: Number.POSITIVE_INFINITY });
  let stopped = false;
  const reading = (async () => {
    let code = 0;
    for await (const line of lines) {
      const text = line.trim();
      if (stopped || text === 'exit' || text === 'quit') break;
      if (text === '' || text.startsWith('#')) continue;
      const { card, ok } = await runLine(text, settings);
      writeCard(card, settings, settings.clock);
      if (!ok) code = 1;
    }
    if (!stopped) settings.onExit(code);
  })();
  return {
    print: (text) => void settings.output.write(text),
    async stop() {
      stopped = true;
      lines.close();
      await reading;
    },
  };
}
