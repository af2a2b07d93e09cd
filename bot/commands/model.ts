// /model list, info and compare: the versions that are kept.
import { compareCard, modelCard, modelsCard } from '../../core/cards/models.ts';
import { AppError } from '../../core/errors.ts';
import type { ModelInfo, ModelsResult } from '../../core/ops/models-result.ts';
import { type Args, type Command, type Invocation, telling } from './command.ts';
import { versionOption } from './version.ts';
import { readInput, watchOption } from './watch.ts';

export const modelList: Command = {
  name: 'model list',
  localName: 'modele liste',
  description: {
    en: 'The versions that are kept, with what each was worth',
    fr: 'Les versions gardées, avec ce que chacune valait',
  },
  scope: 'read',
  options: [watchOption],
  run: async (call) => modelsCard(await versions(call), telling(call)),
};

export const modelInfo: Command = {
  name: 'model info',
  localName: 'modele info',
  description: { en: 'One version in full', fr: 'Une version en détail' },
  scope: 'read',
  options: [versionOption('version'), watchOption],
  async run(call) {
    const kept = await versions(call);
    return modelCard(kept.watch, oneOf(kept, call.args, 'version'), telling(call));
  },
};

export const modelCompare: Command = {
  name: 'model compare',
  localName: 'modele comparer',
  description: { en: 'Two versions side by side', fr: 'Deux versions côte à côte' },
  scope: 'read',
  options: [versionOption('a'), versionOption('b'), watchOption],
  async run(call) {
    const kept = await versions(call);
    const two = [oneOf(kept, call.args, 'a'), oneOf(kept, call.args, 'b')] as const;
    return compareCard(kept.watch, two, telling(call));
  },
};

function versions(call: Invocation): Promise<ModelsResult> {
  return call.ops.models(readInput(call), call.caller);
}

/** @throws AppError `not_found` that names those there are */
function oneOf({ watch, versions }: ModelsResult, args: Args, name: string): ModelInfo {
  const wanted = Number(args[name]);
  const found = versions.find(({ version }) => version === wanted);
  if (found !== undefined) return found;
  throw new AppError('not_found', `Watch "${watch}" has no version ${args[name]}.`, {
    remedy: `Versions kept: ${versions.map(({ version }) => version).join(', ')}.`,
  });
}
