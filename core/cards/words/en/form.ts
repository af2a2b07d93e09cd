import type { Role } from '../../../ops/operation.ts';
import { roles } from './refusal.ts';

/** Forms that ask for what a command lacks. Discord shows 45 characters of a title or a label. */
export const form = {
  missing: 'Something is missing. Written, ready to be changed:',
  predict: (watch: string) => `Predict${watch === '' ? '' : ` - ${watch}`}`,
  row: 'The row: name=value, name=value',
  as: (role: Role) => `You are ${roles[role]} now.`,
  lang: 'Cards are in English now.',
};
