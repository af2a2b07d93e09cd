// The fuzz itself: it must find faults that are put there, or it proves nothing. Real operations: test/flows/fuzzing.test.ts.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Ops } from '../../core/ops/index.ts';
import { fuzz } from './fuzz/run.ts';
import { serve, tokens } from './running.ts';

const scopes = Object.fromEntries(tokens.map(({ name, scopes }) => [name, scopes]));
const strings = Object.fromEntries(tokens.map(({ name, token }) => [name, token]));
const known = { byName: { watch: ['demo'] }, row: { x: 1 } };

/** Hand-made operations, one of them with a fault. */
async function faultOf(only: string, ops: Partial<Ops>) {
  const api = await serve({ ops });
  try {
    const target = {
      url: api.url,
      tokens: { ada: strings['ada'] ?? '', ...strings, nobody: 'x'.repeat(40) },
      scopes,
      known,
    };
    return (await fuzz(target, { requests: 200, seed: 7, only })).fault;
  } finally {
    await api.stop();
  }
}

describe('the fuzz finds', () => {
  it('nothing where nothing is wrong', async () => {
    for (const path of ['/cancel', '/status', '/predict', '/rollback'])
      expect(await faultOf(path, {})).toBeNull();
  });

  it('a bug, which the API answers with 500', async () => {
    const buggy: Ops['cancel'] = async () => {
      throw new TypeError('planted');
    };
    expect(await faultOf('/cancel', { cancel: buggy })).toMatch(/^POST \/cancel .*failed with 500/);
  });

  it('a status that the document does not know', async () => {
    const undocumented: Ops['status'] = async () => {
      throw new AppError('cancelled', 'planted');
    };
    expect(await faultOf('/status', { status: undocumented })).toMatch(
      /answered 409 \(cancelled\), which is not documented/,
    );
  });

  it('an answer that is not what its schema says', async () => {
    const impossible: Ops['predict'] = async () => ({
      ...{ watch: 'demo', version: 1, stored: true },
      predictions: [{ id: 'a', label: 'yes', probabilities: { yes: 1.5 } }],
    });
    expect(await faultOf('/predict', { predict: impossible })).toMatch(
      /^POST \/predict .*the schema refuses/,
    );
  });

  it('an operation that lets anybody in', async () => {
    const open: Ops['rollback'] = async () => ({ watch: 'demo', from: 2, to: 1 });
    expect(await faultOf('/rollback', { rollback: open })).toMatch(
      /^POST \/rollback\S* by \w+ .*without the scope/,
    );
  });
});
