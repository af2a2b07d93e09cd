// Schemas of objects that people write by hand. Pure.
import * as z from 'zod';
import { nearest } from './nearest.ts';

/** An object with these keys and no others; a wrong key is answered with the one that was probably meant. */
export const closed = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys' && Array.isArray(keys)
        ? keys.map((key) => keyFault(String(key), Object.keys(shape))).join('; ')
        : 'write an object: {"key": value}',
  });

function keyFault(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === null
    ? `"${key}" is not a key here: use ${known.join(', ')}`
    : `"${key}" is not a key here: did you mean "${meant}"?`;
}
