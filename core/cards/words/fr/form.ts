import type { Words } from '../index.ts';
import { roles } from './refusal.ts';

export const form: Words['form'] = {
  missing: 'Il manque quelque chose. À écrire ainsi, puis à changer :',
  predict: (watch) => `Prédire${watch === '' ? '' : ` - ${watch}`}`,
  row: 'La ligne : nom=valeur, nom=valeur',
  as: (role) => `Vous êtes maintenant ${roles[role]}.`,
  lang: 'Les cartes sont maintenant en français.',
};
