import type { Scope } from '../../../ops/operation.ts';

export const help = {
  /** Of a prompt. */
  greeting: 'Type a command, "help" for the list, "exit" to leave.',
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
