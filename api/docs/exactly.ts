// How a written schema is held to the type it describes: the compiler refuses one that says more, less or other.
import type * as z from 'zod';

/** Read-only through and through, and an intersection as the object it is: what still differs a client would see. */
type Plain<T> = T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;

type Same<A, B> =
  (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** `exactly<T>()(schema)` is the schema, which has exactly the values of T: nothing missing, nothing left over. */
export const exactly =
  <T>() =>
  <S extends z.ZodType<T>>(schema: S & (Same<z.output<S>, T> extends true ? unknown : never)): z.ZodType<T> =>
    schema;
