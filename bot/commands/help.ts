import { across, bareCard, type Card } from '../../core/cards/card.ts';
import { table } from '../../core/cards/columns.ts';
import type { Telling, Words } from '../../core/cards/words/index.ts';
import { type Command, matching, type Option } from './command.ts';
import { commandIn, groupOf, unknownCommand } from './find.ts';

/** Discord cuts a block at 1024 characters: so many lines fit, however long it lets names and descriptions be. */
const linesInBlock = 8;

/** The help of a table of commands: what there is, or one command in full. */
export function helpCommand(commands: readonly Command[]): Command {
  const names = commands.map(({ name }) => name);
  return {
    name: 'help',
    localName: 'aide',
    description: {
      en: 'What the commands are and how they are written',
      fr: 'Les commandes et leur écriture',
    },
    scope: 'read',
    options: [
      {
        name: 'command',
        description: { en: 'One command in full', fr: 'Une commande en détail' },
        type: 'string',
        required: false,
        complete: async (_ops, typed) => matching(names, typed),
      },
    ],
    async run({ args, words, clock }) {
      const { command: asked } = args;
      if (asked === undefined) return overview(commands, { words, at: clock.now() });
      const [first = '', second = null] = String(asked).trim().split(/\s+/);
      const found = commandIn(first, second, commands);
      if (found !== null) return oneCommand(found.command, { words, at: clock.now() });
      const group = second === null ? groupOf(first, commands) : [];
      if (group.length > 0) return overview(group, { words, at: clock.now() });
      throw unknownCommand(first, second, commands);
    },
  };
}

function overview(commands: readonly Command[], { words, at }: Telling): Card {
  const lines = table(commands.map(({ name, description }) => [`/${name}`, description[words.tag]]));
  const count = Math.ceil(lines.length / linesInBlock);
  const blocks = Array.from({ length: count }, (_, at) => ({
    name: count === 1 ? words.help.all : `${words.help.all} (${at + 1}/${count})`,
    lines: lines.slice(at * linesInBlock, (at + 1) * linesInBlock),
  }));
  return {
    ...bareCard,
    tone: 'plain',
    title: words.help.title,
    summary: [words.help.one, { code: '/help command:retrain' }],
    blocks,
    at,
  };
}

function oneCommand({ name, description, options, scope }: Command, { words, at }: Telling): Card {
  const { help } = words;
  const lines = options.map((option) => [`${option.name}:`, optionWords(option, words)]);
  return {
    ...bareCard,
    tone: 'plain',
    title: `/${name}`,
    summary: [help.about(description[words.tag], scope)],
    fields: [across(help.written, { code: usage({ name, options }) })],
    blocks: lines.length === 0 ? [] : [{ name: help.options, lines: table(lines) }],
    at,
  };
}

/** "/label id:... label:... [watch:...]" */
export function usage({ name, options }: Pick<Command, 'name' | 'options'>): string {
  const written = options.map((option) => {
    const text = `${option.name}:${option.choices?.map(({ value }) => value).join('|') ?? '...'}`;
    return option.required ? text : `[${text}]`;
  });
  return [`/${name}`, ...written].join(' ');
}

function optionWords({ description, choices }: Option, { tag }: Words): string {
  const values = choices?.map(({ value }) => value).join(', ');
  return values === undefined ? description[tag] : `${description[tag]} (${values})`;
}
