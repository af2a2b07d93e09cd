// The inside of a worker thread: finds the task by name in its own copy of the code and runs it.
import { AppError } from '../errors.ts';
import { arriving } from './crossing.ts';
import { stepBack } from './priority.ts';
import { tasks } from './tasks.ts';

stepBack();

/** What comes back: an AppError cannot cross a thread as itself, so its parts do. */
export type Answer =
  | { readonly ok: true; readonly output: unknown }
  | {
      readonly ok: false;
      readonly code: AppError['code'];
      readonly message: string;
      readonly remedy: string;
      readonly faults: AppError['faults'];
    };

/** Called by the pool. Anything but an AppError is a bug and is thrown as it is. */
export async function work({ name, input }: { name: string; input: object }): Promise<Answer> {
  const found = Object.values(tasks).find((task) => task.name === name);
  if (found === undefined) throw new TypeError(`no task "${name}"`);
  try {
    // The pool sends what the task's own type asked for; the name joins the two sides.
    return { ok: true, output: await found.run(arriving(input, found.nameless) as never) };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const { code, message, remedy, faults } = cause;
    return { ok: false, code, message, remedy, faults };
  }
}
