// What the bot is to be allowed, and the link by which a server takes it in with exactly that. Pure.
import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

type PermissionName = keyof typeof PermissionFlagsBits;

/** By Discord's names; `needed` = without it there is no card at all. */
export const permissions: readonly { readonly name: PermissionName; readonly needed: boolean }[] = [
  { name: 'ViewChannel', needed: true },
  { name: 'SendMessages', needed: true },
  { name: 'EmbedLinks', needed: true },
  { name: 'AttachFiles', needed: false },
  // A card that takes the place of one too old to be edited replies to it.
  { name: 'ReadMessageHistory', needed: false },
  { name: 'CreatePublicThreads', needed: false },
  { name: 'SendMessagesInThreads', needed: false },
];

/** https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow */
export function inviteLink(appId: string): string {
  const bits = permissions.reduce((all, { name }) => all | PermissionFlagsBits[name], 0n);
  const query = new URLSearchParams({
    client_id: appId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(bits),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
