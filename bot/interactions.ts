// From an interaction to a command and back to a card.
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
  Interaction,
} from 'discord.js';
import { InteractionResponseType, type RESTPostAPIInteractionCallbackJSONBody, Routes } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import { type Telling, wordsOf } from '../core/cards/words/index.ts';
import { AppError } from '../core/errors.ts';
import type { Ops } from '../core/ops/index.ts';
import { type Caller, roles, type Scope } from '../core/ops/operation.ts';
import { type Answer, type AnswerWorld, createAnswer } from './answer.ts';
import type { Args, Command } from './commands/command.ts';
import { type Member, type RoleSettings, roleOf } from './roles.ts';

/** Discord forgets the question after 3 s. */
const completionTimeoutMs = 2_000;
const maxCompletions = 25;
const maxCompletionLength = 100;
/** Ids kept to recognise a repeated dispatch: more than a session replays. */
const remembered = 1_000;

export interface InteractionsWorld extends AnswerWorld {
  readonly ops: Ops;
  readonly commands: readonly Command[];
  readonly failure: (error: AppError, telling: Telling) => Card;
  readonly roles: RoleSettings;
  /** The watch that posts into a channel. */
  readonly watchOf: (channelId: string) => string | null;
}

export interface Interactions {
  /** Takes an interaction; returns at once and never throws. */
  receive(interaction: Interaction): void;
  /** Resolves once every interaction taken so far has its answer. */
  settled(): Promise<void>;
}

export function createInteractions(world: InteractionsWorld): Interactions {
  const seen = new Set<string>();
  const running = new Set<Promise<void>>();

  function first(id: string): boolean {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    return true;
  }

  return {
    receive(interaction) {
      if (!first(interaction.id)) return;
      const work: Promise<void> = handle(world, interaction)
        .catch((err: unknown) => world.log.error('interaction failed', { interaction: interaction.id, err }))
        .finally(() => running.delete(work));
      running.add(work);
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

async function handle(world: InteractionsWorld, interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) await answerCommand(world, interaction);
  else if (interaction.isAutocomplete()) await complete(world, interaction);
}

async function answerCommand(
  world: InteractionsWorld,
  interaction: ChatInputCommandInteraction,
): Promise<void> {
  const caller = callerOf(world, interaction);
  const name = nameOf(interaction);
  const command = world.commands.find((row) => row.name === name);
  const refusal = refusalOf(name, command, caller);
  const { id, token, applicationId, channelId, user } = interaction;
  const asked = { id, token, applicationId, channelId, userId: user.id };
  const answer = createAnswer(world, asked, refusal !== null);
  if (!(await answer.defer())) return;
  if (command === undefined || refusal !== null) {
    await answer.finish(failed(world, interaction, refusal));
  } else {
    await answer.finish(await run(world, { command, interaction, caller, answer }));
  }
}

async function run(
  world: InteractionsWorld,
  work: { command: Command; interaction: ChatInputCommandInteraction; caller: Caller; answer: Answer },
): Promise<Card> {
  const { command, interaction, caller, answer } = work;
  const channel = interaction.channelId;
  try {
    return await command.run({
      ops: world.ops,
      caller,
      clock: world.clock,
      args: argsOf(interaction.options.data),
      words: wordsOf(interaction.locale),
      channelWatch: channel === null ? null : world.watchOf(channel),
      show: answer.show,
    });
  } catch (cause) {
    return failed(world, interaction, cause);
  }
}

/** The card of a failure; a bug is logged under the id the card names. */
function failed(world: InteractionsWorld, interaction: ChatInputCommandInteraction, cause: unknown): Card {
  const telling = { words: wordsOf(interaction.locale), at: world.clock.now() };
  if (cause instanceof AppError) return world.failure(cause, telling);
  const errorId = interaction.id;
  world.log.error('bug', { command: nameOf(interaction), errorId, err: cause });
  const error = new AppError('internal', `Something went wrong inside Vigie (error ${errorId}).`, { cause });
  return world.failure(error, telling);
}

function refusalOf(name: string, command: Command | undefined, caller: Caller): AppError | null {
  if (command === undefined) {
    const remedy = 'Wait a minute and reload Discord: its list of commands is older than the bot.';
    return new AppError('not_found', `There is no command /${name}.`, { remedy });
  }
  const held: readonly Scope[] = roles[caller.role];
  if (held.includes(command.scope)) return null;
  const message = `/${name} needs the scope "${command.scope}"; ${caller.name} is ${caller.role}.`;
  return new AppError('forbidden', message);
}

function callerOf(world: InteractionsWorld, interaction: ChatInputCommandInteraction): Caller {
  return {
    name: interaction.user.username,
    id: interaction.user.id,
    via: 'discord',
    role: roleOf(memberOf(interaction), world.roles),
  };
}

function memberOf({ member, memberPermissions }: ChatInputCommandInteraction): Member {
  if (member === null) return { roleIds: [], permissions: 0n };
  const roleIds = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  return { roleIds, permissions: memberPermissions?.bitfield ?? 0n };
}

/** The row's name: a subcommand's is two words. */
function nameOf(interaction: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const subcommand = interaction.options.getSubcommand(false);
  return subcommand === null ? interaction.commandName : `${interaction.commandName} ${subcommand}`;
}

function argsOf(options: readonly CommandInteractionOption[]): Args {
  const own = options[0]?.options ?? options;
  const given = own.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(given);
}

async function complete(world: InteractionsWorld, interaction: AutocompleteInteraction): Promise<void> {
  const body: RESTPostAPIInteractionCallbackJSONBody = {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: await choicesFor(world, interaction) },
  };
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  await world.call({ method: 'post', route, body, auth: false });
}

/** What the option offers, or nothing when it takes too long or fails. */
async function choicesFor(
  world: InteractionsWorld,
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
    const args = argsOf(interaction.options.data);
    const offered = await Promise.race([
      option.complete(world.ops, String(focused.value), args),
      world.clock.sleep(completionTimeoutMs, inTime.signal).then(() => none),
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
    .filter((name) => name.trim() !== '' && name.length <= maxCompletionLength)
    .map((name) => ({ name, value: numeric ? Number(name) : name }))
    .filter(({ value }) => typeof value === 'string' || Number.isFinite(value))
    .slice(0, maxCompletions);
}
