// The table of commands -> Discord's slash commands. Pure.
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command, Groups, Option, Text } from './commands/command.ts';
import { withPrivate } from './private.ts';
import type { RoleSettings } from './roles.ts';

/** Manage Server, as the bit set Discord wants. */
const manageServer = '32';

type CommandJson = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Every command there is, and what the groups among them are about. */
export interface CommandTable {
  readonly commands: readonly Command[];
  readonly groups: Groups;
}

/** The table as Discord wants it: rows whose names begin with the same word are subcommands of one command. */
export function toSlashCommands({ commands, groups }: CommandTable, settings: RoleSettings): CommandJson[] {
  const firstWords = [...new Set(commands.map(({ name }) => firstWord(name)))];
  return firstWords.map((word) => {
    const rows = commands.filter(({ name }) => firstWord(name) === word);
    const alone = rows.find(({ name }) => name === word);
    const local = rows.flatMap(({ localName }) => (localName === undefined ? [] : [firstWord(localName)]))[0];
    const text = alone?.description ?? groups[word] ?? { en: word, fr: word };
    return {
      type: ApplicationCommandType.ChatInput,
      ...named(word, local, text),
      options: alone === undefined ? rows.map(toSubcommand) : toOptions(alone),
      default_member_permissions: defaultPermission(rows, settings),
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    };
  });
}

const firstWord = (name: string) => name.split(' ')[0] ?? name;
const lastWord = (name: string) => name.split(' ').at(-1) ?? name;

function named(name: string, local: string | undefined, description: Text) {
  return {
    name,
    ...(local === undefined ? {} : { name_localizations: { fr: local } }),
    description: description.en,
    description_localizations: { fr: description.fr },
  };
}

function toSubcommand(row: Command): APIApplicationCommandSubcommandOption {
  const local = row.localName === undefined ? undefined : lastWord(row.localName);
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...named(lastWord(row.name), local, row.description),
    options: toOptions(row),
  };
}

/** What a form asks for may be left out. */
function toOptions(command: Command): APIApplicationCommandBasicOption[] {
  const needed = (option: Option) => ({ ...option, required: option.required && command.form === undefined });
  return withPrivate(command)
    .map(needed)
    .sort((a, b) => Number(b.required) - Number(a.required))
    .map(toOption);
}

/**
 * Hides commands from those who may run none of their rows. Discord cannot hide by role here: where roles decide,
 * everybody sees the command and the bot refuses the others.
 */
function defaultPermission(rows: readonly Command[], settings: RoleSettings): string | null {
  const { operatorRoleIds: operators, moreAdminRoleIds = [] } = settings;
  const admins = [...settings.adminRoleIds, ...moreAdminRoleIds];
  const visible = {
    read: true,
    predict: true,
    operate: operators.length + admins.length > 0,
    admin: admins.length > 0,
  };
  return rows.some(({ scope }) => visible[scope]) ? null : manageServer;
}

function toOption(option: Option): APIApplicationCommandBasicOption {
  const { name, required } = option;
  const text = {
    description: option.description.en,
    description_localizations: { fr: option.description.fr },
  };
  const autocomplete = option.complete !== undefined;
  switch (option.type) {
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, name, ...text, required };
    case 'integer':
      return { type: ApplicationCommandOptionType.Integer, name, ...text, required, autocomplete };
    case 'number':
      return { type: ApplicationCommandOptionType.Number, name, ...text, required, autocomplete };
    case 'string':
      return option.choices === undefined
        ? { type: ApplicationCommandOptionType.String, name, ...text, required, autocomplete }
        : {
            type: ApplicationCommandOptionType.String,
            name,
            ...text,
            required,
            choices: [...option.choices],
          };
  }
}
