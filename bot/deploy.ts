// The table of commands as Discord's slash commands, told to Discord.
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Command, Option } from './commands/command.ts';
import { explained } from './refusal.ts';
import { type Access, createRest } from './rest.ts';
import type { RoleSettings } from './roles.ts';

/** Manage Server, as the bit set Discord wants. */
const manageServer = '32';

type CommandJson = RESTPostAPIChatInputApplicationCommandsJSONBody;

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
  commands: readonly Command[],
): Promise<Deployment> {
  const { appId, guildId } = settings;
  const call = createRest(settings.access);
  const body = commands.map((command) => toSlashCommand(command, settings.roles));
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

/** One row of the table as Discord wants it. */
export function toSlashCommand(command: Command, settings: RoleSettings): CommandJson {
  const options = [...command.options].sort((a, b) => Number(b.required) - Number(a.required)).map(toOption);
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description.en,
    description_localizations: { fr: command.description.fr },
    options,
    default_member_permissions: defaultPermission(command, settings),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/**
 * Hides commands from those who may not run them. Discord cannot hide by role here: where roles decide,
 * everybody sees the command and the bot refuses the others.
 */
function defaultPermission({ scope }: Command, settings: RoleSettings): string | null {
  if (scope === 'operate')
    return settings.operatorRoleIds.length + settings.adminRoleIds.length > 0 ? null : manageServer;
  if (scope === 'admin') return settings.adminRoleIds.length > 0 ? null : manageServer;
  return null;
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
