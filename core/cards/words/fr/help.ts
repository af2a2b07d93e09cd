import type { Words } from '../index.ts';

export const help: Words['help'] = {
  greeting: 'Tapez une commande, « help » pour la liste, « exit » pour sortir.',
  title: 'Commandes',
  one: 'Une commande en détail : ',
  all: 'Ce qu’il y a',
  written: 'Écriture',
  options: 'Options',
  about(description, scope) {
    const needs = {
      read: 'tout le monde',
      predict: 'tout le monde',
      operate: 'les opérateurs',
      admin: 'les admins',
    }[scope];
    return `${description}. Pour ${needs}.`;
  },
};
