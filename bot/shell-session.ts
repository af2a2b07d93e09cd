// What a session at the prompt remembers: who one is, in which language, and what the last card offers. Each line is
// run under it, one after another.
import type { Interface } from 'node:readline';
import type { Action, Card } from '../core/cards/card.ts';
import { wordsOf } from '../core/cards/words/index.ts';
import { type Role, roles } from '../core/ops/operation.ts';
import { numbered, pressed } from './shell-actions.ts';
import { tokensOf } from './shell-line.ts';
import { progressOn, runTokens, type Screen, type ShellDeps, writeCard } from './shell-run.ts';

type Settings = ShellDeps & Screen;

const isRole = (text: string): text is Role => Object.hasOwn(roles, text);
/** "y" or "yes", "o" or "oui": each in the language of the question. */
const yes = /^(y|yes|o|oui)$/i;

/** Runs lines of a session; `lines` asks back where a change has to be confirmed. Never throws. */
export function sessionOf(settings: Settings, lines: Interface): (line: string) => Promise<void> {
  let own = settings;
  let offered: readonly Action[] = [];
  const closed = new AbortController();
  lines.once('close', () => closed.abort());

  function show(card: Card): void {
    offered = card.actions;
    writeCard(card, own, own.clock);
    const line = numbered(card);
    if (line !== '') own.output.write(`${line}\n\n`);
  }

  /** Nobody who left has said yes. */
  function sure(card: Card): Promise<boolean> {
    writeCard(card, own, own.clock);
    return new Promise((resolve) => {
      if (closed.signal.aborted) return resolve(false);
      closed.signal.addEventListener('abort', () => resolve(false), { once: true });
      lines.question(own.words.confirm.prompt, { signal: closed.signal }, (answer) =>
        resolve(yes.test(answer.trim())),
      );
    });
  }

  /** ":as viewer", ":lang fr": null for a line that is none of these. */
  function setting(line: string): string | null {
    const [, what, value = ''] = /^:(as|lang)\s+(\S+)$/.exec(line) ?? [];
    if (what === 'as' && isRole(value)) {
      own = { ...own, caller: { ...own.caller, role: value } };
      return own.words.form.as(value);
    }
    if (what !== 'lang') return null;
    own = { ...own, words: wordsOf(value) };
    return own.words.form.lang;
  }

  return async (line) => {
    const said = setting(line);
    if (said !== null) return void own.output.write(`${said}\n`);
    const tokens = pressed(line, offered) ?? tokensOf(line);
    const { card } = await runTokens(tokens, own, { show: progressOn(own, own.clock), sure });
    show(card);
  };
}
