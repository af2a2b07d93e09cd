import { across, bareCard, type Card } from '../../core/cards/card.ts';
import { table } from '../../core/cards/columns.ts';
import { AppError } from '../../core/errors.ts';
import { type Command, matching, type Option } from './command.ts';

/** The help of a table of commands: what there is, or one command in full. */
export function helpCommand(commands: readonly Command[]): Command {
  const names = commands.map(({ name }) => name);
  return {
    name: 'help',
    description: 'What the commands are and how they are written',
    scope: 'read',
    options: [
      {
        name: 'command',
        description: 'One command in full',
        type: 'string',
        required: false,
        complete: async (_ops, typed) => matching(names, typed),
      },
    ],
    async run({ args, clock }) {
      const { command: asked } = args;
      if (asked === undefined) return overview(commands, clock.now());
      const wanted = String(asked).replace(/^\//, '');
      const found = commands.find(({ name }) => name === wanted);
      if (found !== undefined) return oneCommand(found, clock.now());
      throw new AppError('not_found', `There is no command "${wanted}".`, {
        remedy: `The commands are ${names.join(', ')}.`,
      });
    },
  };
}

function overview(commands: readonly Command[], at: number): Card {
  const lines = commands.map(({ name, description }) => [`/${name}`, description]);
  return {
    ...bareCard,
    tone: 'plain',
    title: 'Commands',
    summary: ['One command in full: ', { code: '/help command:retrain' }],
    blocks: [{ name: 'What there is', lines: table(lines) }],
    at,
  };
}

function oneCommand({ name, description, options, scope }: Command, at: number): Card {
  const lines = options.map((option) => [`${option.name}:`, optionWords(option)]);
  const needs = { read: 'anyone', predict: 'anyone', operate: 'operators', admin: 'admins' }[scope];
  return {
    ...bareCard,
    tone: 'plain',
    title: `/${name}`,
    summary: [`${description}. For ${needs}.`],
    fields: [across('Written', { code: usage({ name, options }) })],
    blocks: lines.length === 0 ? [] : [{ name: 'Options', lines: table(lines) }],
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

function optionWords({ description, choices }: Option): string {
  const values = choices?.map(({ value }) => value).join(', ');
  return values === undefined ? description : `${description} (${values})`;
}
