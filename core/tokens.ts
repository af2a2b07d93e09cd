// Tokens of the API as the environment gives them: names, what each may, and what no token may be. Pure.
import * as z from 'zod';

/** What a token may; the words are those of the operations. */
type Scope = 'read' | 'predict' | 'operate' | 'admin';

export interface ApiToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly token: string;
}

/** What each word of API_TOKENS grants: the last two hold what is below them. */
const granted = {
  read: ['read'],
  predict: ['predict'],
  operate: ['read', 'predict', 'operate'],
  admin: ['read', 'predict', 'operate', 'admin'],
} as const satisfies Record<Scope, readonly Scope[]>;

const isScope = (word: string): word is Scope => Object.hasOwn(granted, word);

/** At 5 bits a character and more, too many to be guessed at any speed. */
const shortest = 32;
/** Letters of which 32 random characters, hexadecimal ones too, practically never have fewer. */
const fewestLetters = 8;
const placeholder = /change.?(me|it|this)|replace.?(me|it|this)|example|your.?token/i;

const remedy = 'make one with: openssl rand -base64 32';

/** Why a text must not be a token; null = it may. Never says the text. */
function tokenFault(token: string): string | null {
  if (token.length < shortest) return `a token has ${shortest} characters or more: ${remedy}`;
  if (placeholder.test(token) || new Set(token).size < fewestLetters)
    return `a token must be random, not an example: ${remedy}`;
  return null;
}

export const parts = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `name:scope:token`, comma separated. */
export const apiTokens = z.string().transform((text, context) =>
  parts(text, ',').map((entry): ApiToken => {
    const [name = '', words = '', token = '', ...rest] = entry.split(':');
    const scopes = parts(words, '+');
    const isWhole = name !== '' && scopes.length > 0 && scopes.every(isScope) && rest.length === 0;
    const fault = isWhole
      ? tokenFault(token)
      : 'use name:scope:token, comma separated; scope is read, predict, operate, admin, or several as read+predict';
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    return { name, scopes: [...new Set(scopes.filter(isScope).flatMap((word) => granted[word]))], token };
  }),
);

/** One token that has no name; '' = none. */
export const bareToken = z.string().superRefine((token, context) => {
  const fault = token === '' ? null : tokenFault(token);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});
