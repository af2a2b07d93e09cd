// A slash command as it was typed: the name of its row and its options. Pure.
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
} from 'discord.js';
import type { Args } from './commands/command.ts';

/** The row's name: a subcommand's is two words. */
export function nameOf(interaction: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const subcommand = interaction.options.getSubcommand(false);
  return subcommand === null ? interaction.commandName : `${interaction.commandName} ${subcommand}`;
}

export function argsOf(options: readonly CommandInteractionOption[]): Args {
  const own = options[0]?.options ?? options;
  const given = own.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(given);
}
