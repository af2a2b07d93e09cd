// A process of its own that runs a few lines over what was built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Child {
  readonly process: ReturnType<typeof spawn>;
  /** Everything it wrote so far. */
  output(): string;
  /** Resolves when its output contains this. */
  says(text: string): Promise<void>;
  /** Its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** The URL of a built module. */
export const built = (path: string) => pathToFileURL(resolve('dist', path)).href;

/** Runs `code`, an ES module, with Node. */
export function runChild(code: string, flags: readonly string[] = []): Child {
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', code]);
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      child.emit('wrote');
    });
  return {
    process: child,
    output: () => written,
    async says(text) {
      while (!written.includes(text)) await once(child, 'wrote');
    },
    ended: once(child, 'close').then(() => child.exitCode),
  };
}
