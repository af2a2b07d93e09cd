// What a person reads, independent of where: Discord embeds, the terminal and Markdown are renderings of a card. Pure.
import type { Chart } from './chart.ts';

/** Decides colour and symbol; always doubled by the words of the title. */
export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'plain';

/** A piece of text whose escaping and time zone are the renderer's business. Plain strings may hold user data. */
export type Part =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly time: number; readonly style: 'relative' | 'full' }
  | { readonly link: string; readonly text: string };

export type Rich = readonly Part[];

export interface Field {
  readonly name: string;
  readonly value: Rich;
  /** Stands beside its neighbours where there is room. */
  readonly inline: boolean;
}

/** Lines of equal-width text: a small table or bars. */
export interface Block {
  readonly name: string;
  readonly lines: readonly string[];
  /** The chart shows it better: left out beside its picture. */
  readonly charted?: true;
}

/**
 * What can be done about a card by one press. `command` and `args` are those of the command table, so that a press and
 * the written command meet the same operation.
 */
export type Action = {
  readonly label: string;
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
} & (
  | { readonly kind: 'button'; readonly look: 'main' | 'plain' | 'danger' }
  /** `label` is its placeholder; what is chosen becomes the argument `name`. */
  | {
      readonly kind: 'menu';
      readonly name: string;
      readonly choices: readonly { readonly label: string; readonly value: string }[];
    }
);

/** What is handed over beside the card: a file where files can be sent, its text in a terminal. */
export interface CardFile {
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
  /** For the foot of the card where the file was refused. */
  readonly leftOut: string;
}

export interface Card {
  readonly tone: Tone;
  readonly title: string;
  readonly summary: Rich;
  readonly fields: readonly Field[];
  readonly blocks: readonly Block[];
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** In order of importance; surfaces without buttons leave them out or number them. */
  readonly actions: readonly Action[];
  /** A picture of what the card says, where pictures can be shown; null = it has none. */
  readonly chart: Chart | null;
  /** Of a card without a chart. */
  readonly file?: CardFile;
  readonly footer: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Look = Extract<Action, { kind: 'button' }>['look'];

/** A button that stands for a command with its arguments. */
export function button(look: Look, label: string, press: Pick<Action, 'command' | 'args'>): Action {
  return { kind: 'button', look, label, ...press };
}

/** What most cards leave empty. */
export const bareCard = {
  summary: [],
  fields: [],
  blocks: [],
  links: [],
  actions: [],
  chart: null,
  footer: '',
} as const satisfies Partial<Card>;

/** Each on a line of its own. */
export function inLines(lines: readonly Rich[]): Rich {
  return lines.flatMap((line, at) => (at === 0 ? line : ['\n', ...line]));
}

/** A field that stands beside its neighbours. */
export function beside(name: string, ...value: Rich): Field {
  return { name, value, inline: true };
}

/** A field that takes the whole width. */
export function across(name: string, ...value: Rich): Field {
  return { name, value, inline: false };
}
