import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const asked: Words['asked'] = {
  noCheck: (watch) => `⏳ Pas encore de contrôle - ${watch}`,
  first: 'Le premier rapport vient avec le premier contrôle qui suit l’entraînement d’un modèle.',
  firstElsewhere: 'Le premier rapport vient avec le premier contrôle qui suit la prise de la référence.',
  sendRows: 'envoyer des lignes avec POST /observations, ou en ajouter',
  sendLabels: ['envoyer des étiquettes avec ', { code: '/label' }, ' ou POST /labels, ou ajouter des lignes'],
  checkNow: 'Contrôler maintenant : ',
  incident: 'Incident',
  opened: (number) => `n° ${number}, ouvert `,
  phases: {
    firing: 'en cours',
    retraining: 'réentraînement en cours',
    probation: 'ouvert, la nouvelle version est à l’essai',
    rejected: 'en cours, le dernier challenger a été écarté',
    proposed: 'en cours, un challenger attend une approbation',
  },
  stays: ', reste ouvert tant que la dérive n’est pas finie pour de bon',
  checked: 'Contrôle demandé',
  nothingNew: 'Aucune nouvelle ligne depuis le dernier contrôle : ce rapport est le plus récent.',
  found: (rows, checks) =>
    `${counted(rows, 'nouvelle ligne', 'nouvelles lignes')} en ${counted(checks, 'contrôle')}.`,
  promoted: (before, version) => ` Modèle réentraîné v${before} -> v${version ?? 'suivante'}.`,
  rejected: ' Réentraînement fait, le challenger a été écarté : ',
  trend: (checks) =>
    checks < 2
      ? 'Score du dernier contrôle'
      : `Score des ${counted(checks, 'dernier contrôle', 'derniers contrôles')}`,
  highest: (highest, limit) => `maximum ${highest}, seuil ${limit}`,
};
