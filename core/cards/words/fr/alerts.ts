import type { Words } from '../index.ts';

export const alerts: Words['alerts'] = {
  open: (open) =>
    open === 0 ? 'Aucun incident ouvert' : `${open} incident${open === 1 ? ' ouvert' : 's ouverts'}`,
  none: 'aucun incident jusqu’ici',
  phase: {
    firing: 'en alarme',
    retraining: 'en réentraînement',
    rejected: 'challenger non retenu',
    probation: 'à l’essai',
    proposed: 'attend une approbation',
    resolved: 'résolu',
  },
  resolution: {
    promoted: 'réglé par une promotion',
    quiet: 'fini de lui-même',
    rolled_back: 'retour arrière',
    expected: 'attendu',
    closed: 'clos à la main',
  },
  since: ', depuis ',
  fired: (fired) => `, déclenché ${fired} fois`,
  snoozedUntil: ', en sourdine jusqu’à ',
  snoozedUntilResolved: ', en sourdine jusqu’à la résolution',
  testTitle: (watch) => `🧪 TEST - ${watch}`,
  testAskedBy: 'Une carte de test, demandée par ',
  testMeans: '. Il ne s’est rien passé ; les cartes de cette veille arrivent ici.',
  arrived: (watch) => `✅ La carte de test est arrivée - ${watch}`,
  refused: (watch) => `❌ La carte de test a été refusée - ${watch}`,
  waits: (watch) => `⚠️ La carte de test attend - ${watch}`,
  through: (notifier) => `Elle est passée par ${notifier}, comme toutes les cartes.`,
  elsewhere: 'Elle est enregistrée ; le processus qui publie les cartes l’enverra.',
};
