// A typed line -> its words. Pure.
// `/retrain watch:demo reason:"a b"`, or short `retrain demo "a b"`: words without a name fill the options in order.
import type { Given } from './commands/args.ts';

export interface Token extends Given {
  /** Where it begins in the line. */
  readonly start: number;
}

const key = String.raw`([A-Za-z][A-Za-z_-]*):\s*`;
const inDouble = String.raw`(?:[^"\\]|\\.)*`;
const quotedWhole = String.raw`"(${inDouble})(?:"|$)(?=\s|$)|'([^']*)(?:'|$)(?=\s|$)`;
/** A word goes on after a comma, so that a row of features needs no quotes; quotes after "=" hold spaces together. */
const word = String.raw`(?:="${inDouble}(?:"|$)|,\s*|[^\s,])+`;
const tokenPattern = new RegExp(`(?:${key})?(?:${quotedWhole}|(${word}))?`, 'y');

/** Splits a line. A quote that is never closed ends with the line. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = line.search(/\S/);
  while (at >= 0 && at < line.length) {
    tokenPattern.lastIndex = at;
    const [all = '', name, double, single, plain] = tokenPattern.exec(line) ?? [];
    const text = double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain ?? '';
    const quoted = double !== undefined || single !== undefined;
    tokens.push({ key: name?.toLowerCase() ?? null, text, start: at, quoted });
    at += Math.max(1, all.length);
    while (/\s/.test(line[at] ?? '')) at++;
  }
  return tokens;
}

/** Arguments a shell has split already. */
export function tokensOfArgv(argv: readonly string[]): Token[] {
  return argv.map((argument) => {
    const [, name, text = ''] = /^([A-Za-z][A-Za-z_-]*):(.*)$/s.exec(argument) ?? [];
    if (name === undefined) return { key: null, text: argument, start: 0, quoted: false };
    return { key: name.toLowerCase(), text, start: 0, quoted: false };
  });
}
