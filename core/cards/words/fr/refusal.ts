import type { Role } from '../../../ops/operation.ts';
import type { Words } from '../index.ts';

export const roles: Readonly<Record<Role, string>> = {
  viewer: 'lecteur',
  operator: 'opérateur',
  admin: 'admin',
};

export const refusal: Words['refusal'] = {
  title: '🔒 Pas permis',
  role: (command, needed, held) => `${command} est réservé aux ${roles[needed]}s ; vous êtes ${roles[held]}.`,
  remedy: (needed) =>
    needed === 'admin'
      ? 'Demandez à un admin du serveur un des rôles de DISCORD_ADMIN_ROLE_IDS ; s’il n’y en a aucun, Gérer le serveur.'
      : 'Demandez à un admin du serveur un des rôles de DISCORD_OPERATOR_ROLE_IDS, ou Gérer le serveur.',
  old: {
    title: '⌛ Ce bouton est périmé',
    said: 'Son message est plus ancien que le bot, ou le bouton a déjà servi.',
    remedy: 'Reposez la question avec la commande : sa réponse porte les boutons qui marchent.',
  },
  elsewhere: {
    title: '🔒 Pas sur ce serveur',
    said: 'Ce bot ne sert qu’un seul serveur, et c’en est un autre.',
    remedy:
      'Mettez l’identifiant de ce serveur dans DISCORD_GUILD_ID, ou laissez-le vide pour tous les serveurs.',
  },
};
