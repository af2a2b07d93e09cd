// The prompt: line editing, history and completion by node:readline, one command after another.
import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { Readable } from 'node:stream';
import { complete } from './shell-completion.ts';
import { clearLine, type Screen, type ShellDeps } from './shell-run.ts';
import { sessionOf } from './shell-session.ts';

interface PromptSettings extends ShellDeps, Screen {
  readonly input: Readable;
  readonly onExit: (code: number) => void;
}

const promptText = 'vigie> ';
const historyLines = 500;

/** Reads commands until the person leaves or `stop` is called. */
export function startPrompt(settings: PromptSettings) {
  const { input, output, commands, ops, onExit } = settings;
  const lines = createInterface({
    input,
    output,
    terminal: true,
    prompt: promptText,
    historySize: historyLines,
    removeHistoryDuplicates: true,
    completer: (line: string, answer: (error: null, found: [string[], string]) => void) => {
      void complete(line, commands, ops).then((found) => answer(null, found));
    },
  });
  const run = sessionOf(settings, lines);
  let running: Promise<void> = Promise.resolve();
  let waiting = 0;
  let stopped = false;

  const execute = async (line: string): Promise<void> => {
    await run(line);
    waiting--;
    if (waiting === 0 && !stopped) lines.prompt();
  };

  lines.on('line', (line) => {
    const text = line.trim();
    if (text === 'exit' || text === 'quit') return lines.close();
    if (text === '') return waiting === 0 ? lines.prompt() : undefined;
    waiting++;
    running = running.then(() => execute(text));
  });
  lines.on('close', () => {
    if (stopped) return;
    stopped = true;
    void running.then(() => onExit(0));
  });
  leaveOnSecondInterrupt(lines, output);
  output.write(`${settings.words.help.greeting}\n`);
  lines.prompt();
  return {
    print(text: string): void {
      if (waiting === 0 && !stopped) printAbove(lines, output, text);
      // A running command may have its progress on the line; its next step draws it again.
      else output.write(clearLine + text);
    },
    async stop(): Promise<void> {
      stopped = true;
      lines.close();
      await running;
    },
  };
}

/** The first Ctrl-C empties the line or warns, the next one in a row leaves. */
function leaveOnSecondInterrupt(lines: Interface, output: Screen['output']): void {
  let warned = false;
  lines.on('line', () => {
    warned = false;
  });
  lines.on('SIGINT', () => {
    if (lines.line !== '') {
      output.write('^C\n');
      // Ctrl-E, Ctrl-U: to the end of the line, then delete to its beginning.
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
      return;
    }
    if (warned) return lines.close();
    warned = true;
    output.write('\nPress Ctrl-C again to leave.\n');
    lines.prompt();
  });
}

/** Clears what is being typed, writes, and lets readline draw it again below. */
function printAbove(lines: Interface, output: Screen['output'], text: string): void {
  const { rows } = lines.getCursorPos();
  moveCursor(output, 0, -rows);
  cursorTo(output, 0);
  clearScreenDown(output);
  // readline may go up as many rows before it draws again: one empty line too many is better than a card overwritten.
  output.write(text + '\n'.repeat(rows));
  lines.prompt(true);
}
