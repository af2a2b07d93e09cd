// Who asks: what of an interaction the rest of the bot needs.
import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { type Words, wordsOf } from '../core/cards/words/index.ts';
import type { Person } from '../core/ops/operation.ts';
import type { Asked } from './response.ts';
import { type Member, type RoleSettings, roleOf } from './roles.ts';

/** Interactions that are answered with a message. */
export type Asking = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

export interface Asker {
  readonly asked: Asked;
  readonly caller: Person;
  readonly words: Words;
}

export function askerOf(interaction: Asking, settings: RoleSettings): Asker {
  const { id, token, applicationId, channelId, user, locale } = interaction;
  return {
    asked: { id, token, applicationId, channelId, userId: user.id },
    caller: {
      name: user.username,
      id: user.id,
      via: 'discord',
      role: roleOf(memberOf(interaction), settings),
    },
    words: wordsOf(locale),
  };
}

function memberOf({ member, memberPermissions }: Asking): Member {
  if (member === null) return { roleIds: [], permissions: 0n };
  const roleIds = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  return { roleIds, permissions: memberPermissions?.bitfield ?? 0n };
}
