// What every command is: a row of the table that Discord, the terminal and one-shot calls share.
import { button, type Card } from '../../core/cards/card.ts';
import { progressCard, type Work } from '../../core/cards/progress.ts';
import type { Locale, Telling, Words } from '../../core/cards/words/index.ts';
import type { Ops } from '../../core/ops/index.ts';
import type { Person, Progress, Scope } from '../../core/ops/operation.ts';
import type { Clock } from '../../core/ports.ts';

/** A text of the table itself, in every language. */
export type Text = Readonly<Record<Locale, string>>;

interface Choice {
  readonly name: string;
  readonly value: string;
}

export interface Option {
  readonly name: string;
  readonly description: Text;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly required: boolean;
  readonly choices?: readonly Choice[];
  /** Offers values while a person types; from memory, never slow. */
  readonly complete?: (ops: Ops, typed: string, args: Args) => Promise<readonly string[]>;
}

export type Args = Readonly<Record<string, string | number | boolean>>;

export interface Invocation {
  readonly ops: Ops;
  readonly caller: Person;
  readonly clock: Clock;
  readonly args: Args;
  /** The language of whoever asks. */
  readonly words: Words;
  /** Watches that post into the channel the command came from: the default for reads. */
  readonly channelWatch: string | null;
  /** Shows a card that the next one replaces: steps of long work. */
  readonly show: (card: Card) => void;
}

/** What the commands of a group are about, by the first word of their names. */
export type Groups = Readonly<Record<string, Text>>;

/** What is asked for when options are missing: fields to fill in, each named like its option. */
export interface Form {
  readonly title: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    /** Several lines. */
    readonly long: boolean;
  }[];
}

export interface Command {
  /** One word, or two: the name of its group and its own, `alerts ack`. No group's name is a command as well. */
  readonly name: string;
  /** The French name, of as many words: Discord shows it to French readers, a terminal understands both. */
  readonly localName?: string;
  readonly description: Text;
  readonly scope: Scope;
  /** Changes nothing, though not everybody may ask. */
  readonly reads?: true;
  readonly options: readonly Option[];
  run(call: Invocation): Promise<Card>;
  /** Asks for required options that are missing; from memory, since a form has to open at once. */
  form?(call: Invocation): Promise<Form>;
  /**
   * What the change would put in place of what, asked about before it is made; null = there is nothing to ask. Reads
   * little, since the question has to be there at once.
   */
  confirm?(call: Invocation): Promise<Card | null>;
}

export function telling({ words, clock }: Invocation): Telling {
  return { words, at: clock.now() };
}

/** The values that continue what was typed: those that begin with it first, then those that contain it. */
export function matching(values: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const begins = values.filter((value) => value.toLowerCase().startsWith(wanted));
  const contains = values.filter((value) => value.toLowerCase().indexOf(wanted) > 0);
  return [...begins, ...contains];
}

/** As showSteps, with a button that stops the work. */
export function showStoppableSteps(call: Invocation, work: Work, watch: string): Progress {
  const { words, show } = call;
  const press = { command: 'cancel', args: watch === '' ? {} : { watch } };
  const actions = [button('danger', words.actions.cancel, press)];
  return showSteps({ ...call, show: (card) => show({ ...card, actions }) }, work, watch);
}

/** Shows each step of a long operation as a card that the next step replaces. */
export function showSteps(call: Invocation, work: Work, watch: string): Progress {
  return (step, share) => call.show(progressCard({ work, watch, step, share }, telling(call)));
}
