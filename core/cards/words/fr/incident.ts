import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';
import { shared } from './shared.ts';

const { count } = numbers;

export const incident: Words['incident'] = {
  footer: (number, watch, check) => `incident n° ${number} · ${watch} · contrôle ${check}`,
  titles: {
    pipeline: (of) => `🔧 Réparer le pipeline - ${of}`,
    drift: (of) => `🚨 Dérive détectée - ${of}`,
    retraining: (of) => `🔄 Réentraînement - ${of}`,
    rejected: (of) => `⚠️ Challenger écarté, la dérive continue - ${of}`,
    answered: (change, watch) => `✅ Modèle réentraîné ${change}, dérive corrigée - ${watch}`,
    reference: (watch) => `✅ Nouvelle référence, incident clos - ${watch}`,
    anew: (watch) => `✅ Autre version en service, incident clos - ${watch}`,
    rolledBack: (watch) => `✅ Retour arrière, incident clos - ${watch}`,
    expected: (watch) => `✅ Changement attendu, incident clos - ${watch}`,
    over: (of) => `✅ La dérive est finie - ${of}`,
  },
  training: 'Un challenger s’entraîne sur les nouvelles lignes. ',
  asksTitle: (rejections, of) =>
    `🙋 ${count(rejections)} challengers de suite ont échoué, une personne doit décider - ${of}`,
  inARow: (rejections) =>
    ` ${count(rejections)} challengers de suite ont échoué : les variables n’expliquent peut-être plus l’étiquette.`,
  decide: (command) => [
    'chercher une variable qui manque ou qui a changé de sens, ou mettre malgré tout le dernier challenger en service avec ',
    { code: command },
    ' ; ',
  ],
  newReference: 'Une nouvelle référence a été prise : les fenêtres suivantes lui seront comparées.',
  byForce: 'Une personne a mis une autre version en service, quoi que dise la comparaison.',
  putBack: 'Un opérateur a remis la version précédente.',
  over: 'Les derniers contrôles n’ont plus trouvé de dérive. Le champion n’a pas changé.',
  overElsewhere: 'Les derniers contrôles n’ont plus trouvé de dérive. La référence n’a pas changé.',
  fix: 'Réparer le pipeline.',
  broken: (columns) => [
    ' L’essentiel de la preuve vient de valeurs manquantes ou inédites dans ',
    ...columns,
    '.',
  ],
  atAlarm: ' à l’alarme, ',
  now: ' maintenant',
  timeline: 'Chronologie',
  detected: ' dérive détectée',
  promoted: (took) => ` challenger promu (entraînement en ${took})`,
  rejected: (took) => ` challenger écarté (entraînement en ${took})`,
  cancelled: (by) => ` réentraînement annulé par ${by}`,
  lastCheck: ' dernier contrôle de l’incident',
  retryAt: 'prochain réentraînement automatique pas avant le ',
  details: (command) => ['voir les détails avec ', { code: command }],
  retrainNow: (command) => ['réentraîner maintenant avec ', { code: command }, ' ; '],
  registerAnew: (alias) => [...shared.registerAnew(alias), ' ; '],
  repair: (columns) => [
    'réparer ce qui remplit ',
    ...columns,
    ' ; aucun réentraînement ne démarre de lui-même, il apprendrait le défaut ; ',
  ],
  waiting: (estimated, labelled, needed) => [
    `l’exactitude est ${estimated ? 'estimée' : 'inconnue'} tant que les étiquettes manquent, `,
    `le réentraînement les attend (${count(labelled)} sur ${count(needed)}) : les envoyer avec `,
    { code: '/label' },
    ' ou POST /labels ; ',
  ],
  elsewhere: (command) => [
    'le modèle est servi ailleurs : le réentraîner là où il vit, puis prendre une nouvelle référence avec ',
    { code: command },
    ' ; ',
  ],
};
