// `vigie reproduce ...`: a version made again from what is kept of it, and whether it is the same.
import { AppError } from '../core/errors.ts';
import { type Compared, type Reproduction, reproduce } from '../core/ops/reproduce.ts';
import type { World } from '../core/ops/world.ts';

export const reproduceUsage = `${[
  'vigie reproduce VERSION [watch:NAME] [--json]   fits a version again from the rows that are stored with it, and says',
  '                                                whether it is the same: sha256 of the rows, coefficients to 1e-12,',
  '                                                baseline and calibrator; exit code 1 where it is not',
  '',
  'A version with a longer history has the model of an earlier one: that is the one that is fitted. Of models of others',
  'the stored file and rows are held against their sha256. Nothing is changed.',
].join('\n')}\n`;

interface Asked {
  readonly version: number;
  readonly watch?: string;
  readonly json: boolean;
}

/** @throws AppError `invalid_input` */
export function reproduceAsked([, ...words]: readonly string[]): Asked {
  const json = words.includes('--json');
  const [first = '', ...rest] = words.filter((word) => word !== '--json');
  const version = Number(/^(?:version:)?v?([1-9]\d{0,8})$/i.exec(first)?.[1]);
  const [named, ...more] = rest.map((word) => /^(?:watch:)?([^:]+)$/.exec(word)?.[1]);
  if (Number.isNaN(version) || more.length > 0 || (rest.length > 0 && named === undefined))
    throw new AppError('invalid_input', `reproduce ${words.join(' ')} is not understood.`, {
      remedy: `Use this:\n${reproduceUsage}`,
    });
  return { version, json, ...(named === undefined ? {} : { watch: named }) };
}

/** The exit code: 1 where something is not as it was. @throws as `reproduce` */
export async function reproduceOne(
  world: World,
  argv: readonly string[],
  out: { write(text: string): unknown },
): Promise<number> {
  const { json, ...asked } = reproduceAsked(argv);
  const found = await reproduce(world, asked);
  out.write(json ? `${JSON.stringify(found)}\n` : `${linesOf(found).join('\n')}\n`);
  return found.same ? 0 : 1;
}

const names: Readonly<Record<Compared['part'], string>> = {
  rows: 'rows',
  file: 'model file',
  model: 'coefficients',
  baseline: 'baseline',
  calibration: 'calibrator',
};

function linesOf(found: Reproduction): string[] {
  const { watch, version, model, fittedHere, service, parts, same } = found;
  const before = service.before === null ? 'a Vigie that did not say which' : `Vigie ${service.before}`;
  return [
    `${watch} v${version}: ${verdictOf(fittedHere, same)}`,
    ...(model === version
      ? []
      : [`  It has the model of v${model}, on a longer history: v${model} was fitted.`]),
    ...parts.map((part) => `  ${names[part.part].padEnd(14)}${wordsOf(part)}`),
    ...(fittedHere
      ? [`  Fitted by ${before}, now by Vigie ${service.now}. Nothing is drawn at random: there is no seed.`]
      : ['  Its model was not fitted here: only what is stored of it can be held against its sha256.']),
  ];
}

function verdictOf(fittedHere: boolean, same: boolean): string {
  if (!fittedHere) return same ? 'as it was stored' : 'NOT as it was stored';
  return same ? 'reproduced' : 'NOT reproduced';
}

function wordsOf({ same, sha256, difference, at }: Compared): string {
  const word = same ? 'equal' : 'DIFFERENT';
  if (sha256 !== null) return `${word}, sha256 ${sha256}`;
  if (difference === 0) return word;
  const size = difference === null ? 'altogether' : `by up to ${difference.toExponential(1)}`;
  return `${word}, ${size} (${at})`;
}
