// What an option offers while somebody types into it.
import {
  type AutocompleteInteraction,
  InteractionResponseType,
  type RESTPostAPIInteractionCallbackJSONBody,
  Routes,
} from 'discord.js';
import type { Ops } from '../core/ops/index.ts';
import type { AnswerWorld } from './answer.ts';
import type { Command } from './commands/command.ts';
import { privately } from './private.ts';
import { argsOf, nameOf } from './typed.ts';

/** Discord forgets the question after 3 s. */
const timeoutMs = 2_000;
const most = 25;
const longest = 100;

interface CompletionWorld extends AnswerWorld {
  readonly ops: Ops;
  readonly commands: readonly Command[];
}

export async function complete(world: CompletionWorld, interaction: AutocompleteInteraction): Promise<void> {
  const body: RESTPostAPIInteractionCallbackJSONBody = {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: await choicesFor(world, interaction) },
  };
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  await world.call({ method: 'post', route, body, auth: false });
}

/** What the option offers, or nothing when it takes too long or fails. */
async function choicesFor(
  world: CompletionWorld,
  interaction: AutocompleteInteraction,
): Promise<{ name: string; value: string | number }[]> {
  const focused = interaction.options.getFocused(true);
  const name = nameOf(interaction);
  const command = world.commands.find((row) => row.name === name);
  const option = command?.options.find(({ name }) => name === focused.name);
  if (option?.complete === undefined) return [];
  const inTime = new AbortController();
  const none: readonly string[] = [];
  try {
    const { args } = privately(argsOf(interaction.options.data));
    const offered = await Promise.race([
      option.complete(world.ops, String(focused.value), args),
      world.clock.sleep(timeoutMs, inTime.signal).then(() => none),
    ]);
    return toChoices(offered, option.type !== 'string');
  } catch (err) {
    world.log.warn('completion failed', { command: nameOf(interaction), option: focused.name, err });
    return [];
  } finally {
    inTime.abort();
  }
}

/** A shortened value would be another value: what is too long is not offered. */
function toChoices(offered: readonly string[], numeric: boolean): { name: string; value: string | number }[] {
  return [...new Set(offered)]
    .filter((name) => name.trim() !== '' && name.length <= longest)
    .map((name) => ({ name, value: numeric ? Number(name) : name }))
    .filter(({ value }) => typeof value === 'string' || Number.isFinite(value))
    .slice(0, most);
}
