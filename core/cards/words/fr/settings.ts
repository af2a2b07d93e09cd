import type { Words } from '../index.ts';

export const settings: Words['settings'] = {
  title: (name, value, of) => `⚙️ ${name} : ${value} - ${of}`,
  service: 'toutes les veilles',
  names: {
    channel: 'Salon des cartes',
    policy: 'Politique de réentraînement',
    operators: 'Opérateurs',
    admins: 'Autres admins',
  },
  none: {
    channel: 'aucun en propre',
    policy: 'aucune',
    operators: 'qui peut gérer le serveur',
    admins: 'personne de plus',
  },
  now: 'Désormais ',
  was: ' ; avant : ',
  own: ' ; le réglage : ',
  again: 'Le réglage vaut de nouveau : ',
  note: {
    channel:
      'Les cartes déjà publiées sont modifiées là où elles sont ; /alerts test montre si de nouvelles arrivent.',
    policy: 'Elle vaut dès le prochain contrôle, même après un redémarrage.',
    operators:
      'Qui peut gérer le serveur reste opérateur ; Discord montre les commandes aux autres en une minute.',
    admins: 'Qui est admin selon l’environnement le reste.',
  },
  ask: { operators: '🔑 Changer les opérateurs ?', admins: '🔑 Changer les admins ?' },
  present: 'Maintenant',
  wanted: 'Ensuite',
};

export const digestPlan: Words['digestPlan'] = {
  title: (hour, zone) => `🗓️ Bilan chaque jour à ${hour} (${zone})`,
  at: (hour, zone) => `chaque jour à ${hour} (${zone})`,
  offTitle: '🔕 Pas de bilan',
  off: 'désactivé',
  offUntil: 'Aucun n’est publié tant que personne ne le réactive : ',
  next: 'Le prochain arrive ',
  usual: 'Il va là où vont les cartes qui ne concernent aucune veille.',
  channel: 'Il va dans le salon ',
};
