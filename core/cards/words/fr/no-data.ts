import type { Words } from '../index.ts';

export const noData: Words['noData'] = {
  title: (watch) => `📭 Plus de données - ${watch}`,
  back: (watch) => `📬 Les données sont de retour - ${watch}`,
  means:
    'Les lignes arrivaient régulièrement et n’arrivent plus. Rien ne peut être contrôlé en attendant : voyez si ce qui les écrit tourne encore.',
  cameBack: 'Les lignes arrivent et sont contrôlées à nouveau.',
  since: 'Aucune depuis',
  checks: 'Contrôles vides',
  rows: 'Nouvelles lignes',
};
