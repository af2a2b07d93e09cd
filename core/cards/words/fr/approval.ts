import type { Words } from '../index.ts';

export const approval: Words['approval'] = {
  approve: 'Approuver',
  reject: 'Refuser',
  title: (watch, from, to) => `✋ Approuver ${watch} v${from} -> v${to} ?`,
  incident: (of) => `✋ Un challenger attend une approbation - ${of}`,
  waits: 'Le challenger attend une approbation.',
  field: 'Approbation',
  until: 'jusqu’à ',
  afterwards: ' ; ensuite, les lignes qui l’ont jugé ont plus de 24 heures',
  next: (approve, reject) => [
    'mettre le challenger en service avec ',
    { code: approve },
    ', ou le refuser avec ',
    { code: reject },
  ],
  passed: (took) => ` challenger admis par le contrôle (entraînement en ${took})`,
  note: '✋ Le challenger a passé le contrôle et attend une approbation',
  status: (version) => `v${version} attend une approbation jusqu’à `,
  dryRun: (watch) => `🧪 Essai à blanc : le challenger attendrait une approbation - ${watch}`,
  checked: ' Réentraînement fait, le challenger attend une approbation : ',
  declined: (by, otherwise) => `refusé par ${by} ; sinon : ${otherwise}`,
  expired: (otherwise) => `personne ne l’a approuvé en 24 heures ; sinon : ${otherwise}`,
  refused: (watch, version) => `✖️ v${version} refusée - ${watch}`,
  servesOn: (champion) => `La version ${champion} reste en service ; le challenger est gardé.`,
};
