// The table of commands as Discord's slash commands, told to Discord.
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Command, Groups, Option, Text } from './commands/command.ts';
import { withPrivate } from './private.ts';
import { explained } from './refusal.ts';
import { type Access, createRest } from './rest.ts';
import type { RoleSettings } from './roles.ts';

/** Manage Server, as the bit set Discord wants. */
const manageServer = '32';

type CommandJson = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Every command there is, and what the groups among them are about. */
export interface CommandTable {
  readonly commands: readonly Command[];
  readonly groups: Groups;
}

export interface Deployment {
  readonly commands: number;
  readonly scope: 'guild' | 'global';
}

/**
 * Replaces the application's commands by those of the table; repeating it changes nothing. Commands of one server
 * are there at once, global ones within minutes; a server that has both would show every command twice, so
 * deploying to a server removes global commands of the same names.
 * @throws AppError `unauthorized`, `forbidden`, `not_found`, `upstream_unavailable`
 */
export async function deployCommands(
  settings: { access: Access; appId: string; guildId: string | null; roles: RoleSettings },
  table: CommandTable,
): Promise<Deployment> {
  const { appId, guildId } = settings;
  const call = createRest(settings.access);
  const body = toSlashCommands(table, settings.roles);
  const everywhere = Routes.applicationCommands(appId);
  try {
    if (guildId === null) {
      await call({ method: 'put', route: everywhere, body });
      return { commands: body.length, scope: 'global' };
    }
    await call({ method: 'put', route: Routes.applicationGuildCommands(appId, guildId), body });
    const old = namesOf(await call({ method: 'get', route: everywhere }));
    const ours = new Set(body.map(({ name }) => name));
    if (old.length > 0 && old.every((name) => ours.has(name))) {
      await call({ method: 'put', route: everywhere, body: [] });
    }
    return { commands: body.length, scope: 'guild' };
  } catch (cause) {
    throw explained(cause, 'the commands');
  }
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
  const { operatorRoleIds: operators, adminRoleIds: admins } = settings;
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

function namesOf(answer: unknown): string[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry ? [String(entry.name)] : [],
  );
}
