import type { Words } from '../index.ts';

const scenarios: Readonly<Record<string, string>> = {
  covariate: 'dérive des covariables',
  concept: 'dérive de concept',
};

export const simulate: Words['simulate'] = {
  ended: (watch) => `✅ Simulation terminée - ${watch}`,
  begun: (scenario, watch) => `🧪 Simulation : ${scenarios[scenario] ?? scenario} - ${watch}`,
  effects: {
    none: 'Les nouvelles lignes sont comme avant.',
    covariate: 'Les variables des nouvelles lignes sont décalées ; leur sens reste le même.',
    concept: 'Les variables restent comme elles sont ; leur sens pour l’étiquette s’inverse.',
  },
  changed: 'Les nouvelles lignes sont modifiées.',
  strength: 'Intensité',
  from: 'À partir du',
  next: (command) => ['voir si elle est trouvée avec ', { code: command }],
  end: (command) => [' ; y mettre fin avec ', { code: command }],
  mark: 'SIMULATION',
};
