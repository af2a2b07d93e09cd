// A question, however it was put, on its way to the answer: may it be asked, what is still missing, is it meant, run.
import { InteractionResponseType, type RESTPostAPIInteractionCallbackJSONBody, Routes } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import { refusedCard, roleRefusedCard } from '../core/cards/refused.ts';
import type { Telling } from '../core/cards/words/index.ts';
import { AppError } from '../core/errors.ts';
import type { Ops } from '../core/ops/index.ts';
import { type Role, roles, type Scope } from '../core/ops/operation.ts';
import { type AnswerWorld, createAnswer } from './answer.ts';
import { type Asker, type Asking, askerOf } from './asker.ts';
import { argsOf, givenOf, lacks } from './commands/args.ts';
import type { Args, Command, Form, Invocation } from './commands/command.ts';
import { type Confirmations, toConfirm } from './confirm.ts';
import { toModal } from './form.ts';
import type { Live } from './live.ts';
import { keepingPrivate } from './private.ts';
import { type Manner, reply } from './response.ts';
import { withWatches } from './which.ts';

/** Discord forgets the question after 3 s, and a form or a confirmation has to be the first answer. */
const firstAnswerMs = 2_000;

export interface AskWorld extends AnswerWorld, Live {
  readonly ops: Ops;
  readonly commands: readonly Command[];
  readonly failure: (error: AppError, telling: Telling) => Card;
  /** The only server whose members are answered; null = every one. */
  readonly guildId: string | null;
  readonly confirmations: Confirmations;
}

export interface Question {
  readonly interaction: Asking;
  /** Of the row of the table. */
  readonly name: string;
  readonly args: Args;
  readonly how: 'typed' | 'pressed' | 'submitted' | 'confirmed';
  /** The title of the question that was confirmed. */
  readonly meant?: string;
  readonly manner: Manner;
}

/** Never throws for what a member can do. */
export async function ask(world: AskWorld, question: Question): Promise<void> {
  const asker = askerOf(question.interaction, world.roles);
  const command = world.commands.find(({ name }) => name === question.name);
  const refused = refusal(world, { question, asker, command });
  if (command === undefined || refused !== null) {
    return refused === null ? undefined : reply(world, asker.asked, { card: refused, manner: 'hidden' });
  }
  const begun = await begin(world, { question, asker, command });
  if (begun !== null) await run(world, { question, asker, command }, begun);
}

interface Case {
  readonly question: Question;
  readonly asker: Asker;
  readonly command: Command;
}

/** Why it is not carried out; null = it may be. */
function refusal(
  world: AskWorld,
  { question, asker, command }: Omit<Case, 'command'> & { command: Command | undefined },
): Card | null {
  const telling = { words: asker.words, at: world.clock.now() };
  const { guildId } = question.interaction;
  // A message to the bot alone has no server, and so no roles.
  if (guildId === null || (world.guildId !== null && guildId !== world.guildId))
    return refusedCard(asker.words.refusal.elsewhere, telling);
  if (question.how !== 'typed' && isStale(question, command)) return outOfDate(telling);
  if (command === undefined) {
    const remedy = 'Wait a minute and reload Discord: its list of commands is older than the bot.';
    return world.failure(
      new AppError('not_found', `There is no command /${question.name}.`, { remedy }),
      telling,
    );
  }
  const held = asker.caller.role;
  if (roleHas(held, command.scope)) return null;
  const needed = command.scope === 'admin' ? 'admin' : 'operator';
  return roleRefusedCard({ command: `/${command.name}`, needed, held }, telling);
}

/** What a button stands for may be gone since its message was made. */
function isStale({ args }: Question, command: Command | undefined): boolean {
  const known = command?.options.map(({ name }) => name) ?? [];
  return command === undefined || Object.keys(args).some((name) => !known.includes(name));
}

const roleHas = (role: Role, scope: Scope) => (roles[role] as readonly Scope[]).includes(scope);

export function outOfDate(telling: Telling): Card {
  return refusedCard(telling.words.refusal.old, telling);
}

/** The arguments to run with; null where a form or a confirmation is the answer for now, or nothing came of it. */
async function begin(world: AskWorld, the: Case): Promise<Args | null> {
  const { question, asker, command } = the;
  try {
    if (command.form !== undefined && lacks(command, question.args)) {
      await open(world, the, await inTime(world, command.form(callOf(world, the, question.args))));
      return null;
    }
    const args = argsOf(command, givenOf(question.args));
    if (command.confirm === undefined) return args;
    const card = await inTime(world, command.confirm(callOf(world, the, args)));
    if (question.how === 'confirmed') requireMeant(question, card);
    if (card === null || question.how === 'confirmed') return args;
    world.confirmations.keep({ asked: asker.asked, name: command.name, args, title: card.title });
    const toDecide = toConfirm(card, asker.asked.id, asker.words);
    await reply(world, asker.asked, { card: toDecide, manner: 'hidden' });
  } catch (cause) {
    await reply(world, asker.asked, { card: failed(world, the, cause), manner: 'hidden' });
  }
  return null;
}

/**
 * Somebody else may have decided since the question was put: what would be done now has to be what it asked about.
 * @throws AppError `conflict`
 */
function requireMeant({ meant }: Question, now: Card | null): void {
  if (now === null || now.title === meant) return;
  throw new AppError('conflict', `It would be something else by now: ${now.title}`, {
    remedy: 'See with /history what happened meanwhile, and ask again if it is still wanted.',
  });
}

async function open(world: AskWorld, { question, asker, command }: Case, form: Form): Promise<void> {
  const { id, token } = asker.asked;
  const kept = keepingPrivate(question.args, question.manner !== 'public');
  const body: RESTPostAPIInteractionCallbackJSONBody = {
    type: InteractionResponseType.Modal,
    data: toModal(form, command.name, kept),
  };
  const route = Routes.interactionCallback(id, token);
  await world.call({ method: 'post', route, body, auth: false }).catch((cause: unknown) => {
    world.log.warn('form not shown', { interaction: id, err: cause });
  });
}

/** @throws AppError `storage_unavailable` when it takes longer than the first answer may */
async function inTime<T>({ clock }: AskWorld, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = clock.sleep(firstAnswerMs, done.signal).then((): never => {
    throw new AppError('storage_unavailable', 'What has to be shown first could not be read in 2 s.', {
      remedy: 'Try again in a moment.',
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => {});
  }
}

async function run(world: AskWorld, the: Case, args: Args): Promise<void> {
  const { question, asker, command } = the;
  const answer = createAnswer(world, asker.asked, question.manner);
  if (!(await answer.defer())) return;
  try {
    const card = await command.run({ ...callOf(world, the, args), show: answer.show });
    await answer.finish(card);
  } catch (cause) {
    await answer.fail(failed(world, the, cause));
  }
}

function callOf(world: AskWorld, { asker }: Case, args: Args): Invocation {
  const { ops, clock } = world;
  const here = watchesHere(world, asker);
  const channelWatch = here.length === 1 ? (here[0] ?? null) : null;
  return { ops, clock, args, caller: asker.caller, words: asker.words, channelWatch, show: () => {} };
}

function watchesHere(world: AskWorld, { asked }: Asker): readonly string[] {
  return asked.channelId === null ? [] : world.watchesOf(asked.channelId);
}

/** The card of a failure; a bug is logged under the id the card names. */
function failed(world: AskWorld, { question, asker, command }: Case, cause: unknown): Card {
  const { words } = asker;
  const telling = { words, at: world.clock.now() };
  if (cause instanceof AppError) {
    const here = watchesHere(world, asker);
    const watches = here.length > 1 ? here : world.ops.watchNames();
    return withWatches(world.failure(cause, telling), cause, {
      command,
      args: question.args,
      watches,
      words,
    });
  }
  const errorId = question.interaction.id;
  world.log.error('bug', { command: command.name, errorId, err: cause });
  const error = new AppError('internal', `Something went wrong inside Vigie (error ${errorId}).`, { cause });
  return world.failure(error, telling);
}
