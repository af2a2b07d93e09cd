import type { Role } from '../../../ops/operation.ts';

/** With their article. */
export const roles: Readonly<Record<Role, string>> = {
  viewer: 'a viewer',
  operator: 'an operator',
  admin: 'an admin',
};

/** Presses and commands that are not carried out. */
export const refusal = {
  title: '🔒 Not allowed',
  role: (command: string, needed: Role, held: Role): string =>
    `${command} is for ${needed}s; you are ${roles[held]}.`,
  remedy: (needed: Role): string =>
    needed === 'admin'
      ? 'Ask a server admin for one of the roles in DISCORD_ADMIN_ROLE_IDS; without any, for Manage Server.'
      : 'Ask a server admin for one of the roles in DISCORD_OPERATOR_ROLE_IDS, or for Manage Server.',
  old: {
    title: '⌛ This button is out of date',
    said: 'The message it stands on is older than the bot, or it was pressed already.',
    remedy: 'Ask again with the command: its answer has the buttons that work now.',
  },
  elsewhere: {
    title: '🔒 Not in this server',
    said: 'This bot serves one server only, and it is another one.',
    remedy: 'Put the id of this server into DISCORD_GUILD_ID, or leave it empty for every server.',
  },
};
