// The link by which a server takes the bot in, with exactly the permissions it uses. Pure.
import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

const permissions = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.AttachFiles,
  // A card that takes the place of one too old to be edited replies to it.
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.SendMessagesInThreads,
];

/** https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow */
export function inviteLink(appId: string): string {
  const bits = permissions.reduce((all, one) => all | one, 0n);
  const query = new URLSearchParams({
    client_id: appId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(bits),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
