// A button that was pressed, a menu that was chosen from, a form that was sent.
import { type MessageComponentInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import type { Card } from '../core/cards/card.ts';
import { type AskWorld, ask, outOfDate } from './ask.ts';
import { askerOf } from './asker.ts';
import { pressOf } from './components.ts';
import { decidedCard, decisions } from './confirm.ts';
import { filledIn } from './form.ts';
import { privately } from './private.ts';
import { editOriginal, reply } from './response.ts';

/**
 * A press is answered to whoever pressed: the card it stands on is changed by the news of what it led to, for
 * everybody. A message that only they see is changed in place.
 */
export async function press(world: AskWorld, interaction: MessageComponentInteraction): Promise<void> {
  const chosen = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : null;
  const pressed = pressOf(interaction.customId, chosen);
  const alone = interaction.message.flags.has(MessageFlags.Ephemeral);
  const manner = alone ? 'update' : 'hidden';
  if (pressed === null) return tooLate(world, interaction, manner);
  const { command: name, args } = pressed;
  if (name === decisions.confirm || name === decisions.cancel) {
    return decide(world, interaction, { name, key: args['key'] ?? '', manner });
  }
  await ask(world, { interaction, name, args, how: 'pressed', manner });
}

/** What the form was opened for, with what was filled in. */
export async function submit(world: AskWorld, interaction: ModalSubmitInteraction): Promise<void> {
  const opened = pressOf(interaction.customId, null);
  if (opened === null) return tooLate(world, interaction, 'hidden');
  const { args, hidden } = privately(opened.args);
  const manner = hidden ? 'hidden' : 'public';
  const filled = { ...args, ...filledIn(interaction) };
  await ask(world, { interaction, name: opened.command, args: filled, how: 'submitted', manner });
}

async function decide(
  world: AskWorld,
  interaction: MessageComponentInteraction,
  { name, key, manner }: { name: string; key: string; manner: 'hidden' | 'update' },
): Promise<void> {
  const { words } = askerOf(interaction, world.roles);
  const telling = { words, at: world.clock.now() };
  const pending = world.confirmations.take(key, interaction.user.id);
  if (pending === null) return tooLate(world, interaction, manner);
  if (name === decisions.cancel)
    return say(world, interaction, { card: decidedCard('cancelled', telling), manner });
  const settled = editOriginal(world.call, pending.asked, decidedCard('confirmed', telling));
  const { name: command, args, title: meant } = pending;
  await ask(world, { interaction, name: command, args, how: 'confirmed', meant, manner: 'public' });
  await settled.catch((cause: unknown) => {
    world.log.debug('confirmation not settled', { interaction: interaction.id, err: cause });
  });
}

function tooLate(
  world: AskWorld,
  interaction: MessageComponentInteraction | ModalSubmitInteraction,
  manner: 'hidden' | 'update',
): Promise<void> {
  const { words } = askerOf(interaction, world.roles);
  return say(world, interaction, { card: outOfDate({ words, at: world.clock.now() }), manner });
}

function say(
  world: AskWorld,
  interaction: MessageComponentInteraction | ModalSubmitInteraction,
  answer: { card: Card; manner: 'hidden' | 'update' },
): Promise<void> {
  return reply(world, askerOf(interaction, world.roles).asked, answer);
}
