import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const chart: Words['chart'] = {
  drift: (watch) => `${watch} - dérive`,
  incident: (watch) => `${watch} - ce qui a dérivé`,
  scoreNow: (score) => `score ${score}`,
  threshold: (limit) => `seuil ${limit}`,
  noScore: 'Pas encore de score : trop peu de lignes',
  alarm: 'alarme',
  serves: (version) => `v${version} en service`,
  measured: (accuracy) => `mesurée ${accuracy}`,
  estimated: (accuracy) => `estimée ${accuracy}`,
  baseline: (accuracy) => `référence ${accuracy}`,
  moved: 'Ce qui a bougé (0 rien, 1 tout)',
  evidence: 'Part de la preuve',
  alt: {
    scores: (checks, score, limit) =>
      `Score de dérive, ${counted(checks, 'dernier contrôle', 'derniers contrôles')} : ${score === null ? 'aucun' : score} à présent, seuil ${limit}.`,
    accuracy: (known) => `Exactitude : ${known}.`,
    moved: (features) => `Ce qui a le plus bougé : ${features}.`,
    evidence: (shares) => `Part de la preuve : ${shares}.`,
  },
  leftOut: 'graphique omis, Discord a refusé le fichier',
};
