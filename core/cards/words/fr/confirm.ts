import type { Words } from '../index.ts';

export const confirm: Words['confirm'] = {
  valid: 'valable une minute, pour vous seul',
  prompt: 'Continuer ? [o/N] ',
  confirmed: { title: '☑️ Confirmé', said: 'Le résultat est annoncé dans le salon.' },
  cancelled: { title: '✖️ Annulé', said: 'Rien n’a été changé.' },
  now: 'En service',
  next: 'Serait en service',
  version: (version) => `v${version}`,
  accuracy: (accuracy) => `exactitude ${accuracy} à l’entraînement`,
  approve: {
    title: (watch, from, to) => `✋ Approuver ${watch} v${from} -> v${to} ?`,
    said: 'Elle a passé le contrôle. Ce qui est ouvert est clos, et les lignes suivantes lui seront comparées.',
  },
  promote: {
    title: (watch, from, to) => `⬆️ Promouvoir ${watch} v${from} -> v${to} ?`,
    said: 'Aucun contrôle n’est fait. L’incident ouvert est clos, et les lignes suivantes sont comparées à cette version.',
  },
  rollback: {
    title: (watch, from, to) => `↩️ Retour arrière sur ${watch} v${from} -> v${to} ?`,
    said: 'La version précédente reprend le service ; un second retour arrière l’annule.',
  },
  train: {
    title: (watch) => `⚠️ Réentraîner ${watch} de force ?`,
    said: 'Un modèle entraîné sur les dernières lignes prend le service sans être comparé à celui en place.',
    next: 'une nouvelle version, quelle qu’elle soit',
  },
  retrain: {
    title: (watch) => `⚠️ Promouvoir sur ${watch} quoi que dise le contrôle ?`,
    said: 'Le meilleur challenger prend le service même s’il n’est pas meilleur que le champion.',
    next: 'le meilleur challenger',
  },
};
