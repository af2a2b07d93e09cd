import type { Scope } from '../../../ops/operation.ts';

export const help = {
  title: 'Commands',
  one: 'One command in full: ',
  all: 'What there is',
  written: 'Written',
  options: 'Options',
  about: (description: string, scope: Scope) => {
    const needs = { read: 'anyone', predict: 'anyone', operate: 'operators', admin: 'admins' }[scope];
    return `${description}. For ${needs}.`;
  },
};
