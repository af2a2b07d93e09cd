// ONNX Runtime: an optional package, loaded by whoever first has a model to open. A call blocks its thread.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../../errors.ts';

type Runtime = typeof import('onnxruntime-node');

/** Larger files are refused: every worker holds a copy. */
export const mostBytes = 50 * 1024 * 1024;

/** One thread a session: the pool is what spreads the work. 3 = errors only; warnings would go to stderr. */
const options = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
} as const satisfies InferenceSession.SessionOptions;

/** @throws AppError `invalid_config` where the package is not installed, or not for this machine */
export async function loadRuntime(load: () => Promise<Runtime> = importRuntime): Promise<Runtime> {
  try {
    return await load();
  } catch (cause) {
    throw new AppError('invalid_config', 'The package that runs ONNX models cannot be loaded.', {
      remedy: 'Install it with: npm install onnxruntime-node',
      cause,
    });
  }
}

async function importRuntime(): Promise<Runtime> {
  return await import('onnxruntime-node');
}

/**
 * A model from its bytes alone: weights in files beside it are not read.
 * @throws AppError `too_large`, `bad_data` for what the runtime cannot open
 */
export async function openSession(bytes: Uint8Array): Promise<InferenceSession> {
  const { InferenceSession } = await loadRuntime();
  if (bytes.byteLength > mostBytes)
    throw new AppError(
      'too_large',
      `The ONNX file has ${bytes.byteLength} bytes; ${mostBytes} are the most.`,
      {
        remedy: 'Register a smaller model: fewer trees, or weights of half precision.',
      },
    );
  try {
    // A copy of its own: the runtime takes no memory that threads share.
    return await InferenceSession.create(Uint8Array.from(bytes), options);
  } catch (cause) {
    throw new AppError('bad_data', `The ONNX file cannot be opened: ${reasonOf(cause)}`, {
      remedy: 'Check it with onnx.checker and onnxruntime in Python; weights must be inside the file.',
      cause,
    });
  }
}

/** @throws AppError `bad_data` when the model fails on these rows */
export async function runSession(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<Readonly<Record<string, Tensor>>> {
  try {
    // Asked for by name: an output that is no tensor (ZipMap) cannot be read at all.
    return await session.run(feeds, [...outputs]);
  } catch (cause) {
    throw new AppError('bad_data', `The ONNX model fails: ${reasonOf(cause)}`, {
      remedy: 'Run it in Python with onnxruntime on the same row; the signature must fit the file.',
      cause,
    });
  }
}

/** The first line: what follows are places in the runtime's own source. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
