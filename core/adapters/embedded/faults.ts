// The errors a client of the embedded server sees, with MongoDB's own codes, so that drivers react as they would to mongod. Pure.

/** MongoDB's numbers and names for the failures this server can answer with. */
const codeNames = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  20: 'IllegalOperation',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  39: 'FileStreamFailed',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  53: 'InvalidIdField',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  94: 'NotYetInitialized',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  40324: 'Location40324',
  40573: 'Location40573',
} as const;

type CommandErrorCode = keyof typeof codeNames;

/** A command, or one statement of a bulk write, that cannot be done. `details` are further fields of the error document. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CommandErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.details = details;
  }

  get codeName(): string {
    return codeNames[this.code];
  }
}

/** What MongoDB can do and this server cannot: code 238, with the way out. */
export function notImplemented(what: string): CommandError {
  return new CommandError(
    238,
    `${what} is not supported by the embedded store: set MONGODB_URI to use MongoDB`,
  );
}

/** Runs what is not ours (mingo): its complaints are about the client's expression, so the client gets them. */
export function asBadValue<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(2, error instanceof Error ? error.message : String(error));
  }
}

/** The error document of a command that failed. */
export function failure(error: unknown): Record<string, unknown> {
  if (error instanceof CommandError) {
    return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details };
  }
  const errmsg = error instanceof Error ? error.message : String(error);
  return { ok: 0, errmsg, code: 1, codeName: 'InternalError' };
}
