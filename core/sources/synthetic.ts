// Rows made up on the spot: seeded, with feature distributions that shift with the hour of the day, and drift on command.
// Row i depends on the seed, its own time and the injections alone, so any row can be made again at any time.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { withFeatures } from '../frame/align.ts';
import { type CategoricalColumn, type Column, type Frame, recode, type Schema } from '../frame/frame.ts';
import type { Clock, Source } from '../ports.ts';
import type { Injection, Position } from '../state.ts';
import type { SyntheticSettings } from '../watch.ts';

/** What of the watch's state a synthetic source depends on. */
interface SyntheticFacts {
  readonly createdAt: number;
  readonly injections: readonly Injection[];
}

interface SyntheticOptions {
  readonly watch: string;
  readonly settings: SyntheticSettings;
  readonly cadenceMinutes: number;
  readonly clock: Clock;
  readonly facts: () => Promise<SyntheticFacts>;
}

/** After a long stop the source goes on here: rows further behind than this were never made. */
const longestBacklog = 5_000;

const channels = ['app', 'store', 'web'] as const;
const classes = ['no', 'yes'] as const;
/** What each channel adds to the log-odds. */
const channelPull = [0.6, -0.6, 0];
const dayMs = 86_400_000;

/** Two classes, four numbers and one category; the fourth number carries no signal. */
export function syntheticSource({ watch, settings, cadenceMinutes, clock, facts }: SyntheticOptions): Source {
  const step = (cadenceMinutes * 60_000) / settings.rowsPerCheck;
  const origin = ({ createdAt }: SyntheticFacts) => createdAt - settings.history * step;
  const rowsOf = async (first: number, end: number) => {
    const known = await facts();
    const place = {
      seed: settings.seed,
      origin: origin(known),
      step,
      injections: known.injections,
      name: watch,
    };
    return makeRows(place, first, end);
  };
  return {
    kind: 'synthetic',
    labels: true,
    async read({ after, limit, schema }) {
      const made = Math.floor((clock.now() - origin(await facts())) / step);
      const consumed = rowsIn(after);
      const start = consumed > settings.history ? Math.max(consumed, made - longestBacklog) : consumed;
      const end = Math.max(start, Math.min(made, start + limit));
      const position = end === consumed ? after : [{ part: 'rows', rows: end }];
      return { frame: shaped(await rowsOf(start, end), schema), position, more: end < made, faults: [] };
    },
    async recent({ after, upTo, rows, schema }) {
      const end = rowsIn(upTo);
      return shaped(await rowsOf(Math.max(rowsIn(after), end - rows), end), schema);
    },
  };
}

function shaped(frame: Frame, schema: Schema | null): Frame {
  if (schema === null) return frame;
  return { ...withFeatures(frame, schema.features), label: recode(frame.label, schema.classes) };
}

/** Rows as POST /generate hands them out: `count` rows of a fresh seed at this hour, without any injection. */
export function generateRows(seed: number, now: number, count: number): Frame {
  return makeRows(
    { seed, origin: now - count * 1_000, step: 1_000, injections: [], name: 'generated' },
    0,
    count,
  );
}

function rowsIn(position: Position): number {
  return position[0]?.rows ?? 0;
}

interface Place {
  readonly seed: number;
  readonly origin: number;
  readonly step: number;
  readonly injections: readonly Injection[];
  readonly name: string;
}

function makeRows(place: Place, first: number, end: number): Frame {
  const rows = Math.max(0, end - first);
  const numbers = ['amount', 'minutes', 'rating', 'load'].map((name) => ({
    kind: 'numeric' as const,
    name,
    values: new Float64Array(rows),
  }));
  const channel: CategoricalColumn = {
    kind: 'categorical',
    name: 'channel',
    codes: new Int32Array(rows),
    categories: channels,
  };
  const label: CategoricalColumn = {
    kind: 'categorical',
    name: 'label',
    codes: new Int32Array(rows),
    categories: classes,
  };
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const index = first + row;
    const time = place.origin + (index + 1) * place.step;
    const made = makeRow(place, index, time);
    numbers.forEach((column, at) => {
      column.values[row] = made.numbers[at] ?? 0;
    });
    channel.codes[row] = made.channel;
    label.codes[row] = made.label;
    times[row] = time;
  }
  const columns: Column[] = [...numbers, channel];
  return {
    rows,
    columns,
    ids: Array.from({ length: rows }, (_, row) => `${place.name}-${first + row}`),
    times,
    label,
  };
}

/** Mixes seed and index so that neighbouring rows share nothing (the finaliser of MurmurHash3). */
function rowSeed(seed: number, index: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) ^ index) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function makeRow(
  place: Place,
  index: number,
  time: number,
): { numbers: number[]; channel: number; label: number } {
  const generator = xoroshiro128plus(rowSeed(place.seed, index));
  const uniform = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const drift = injectionAt(place.injections, time);
  const moved = drift.scenario === 'covariate' ? drift.strength : 0;
  const turned = drift.scenario === 'concept' ? drift.strength : 0;
  // The original demonstration: the time of day moves what comes in, hardly what it means.
  const phase = (2 * Math.PI * (time % dayMs)) / dayMs;
  const z1 = normal() + 0.4 * Math.sin(phase) + moved;
  const z2 = normal() * (1 + moved / 2);
  const z3 = normal() + 0.3 * Math.cos(phase);
  const z4 = normal();
  const share = 0.35 + 0.1 * Math.sin(phase);
  const draw = uniform();
  const channel = draw < share ? 0 : draw < share + 0.25 ? 1 : 2;
  const turn = 1 - 2 * turned;
  const logit = 2.2 * turn * z1 - 1.6 * z2 + 1.2 * turn * z3 + (channelPull[channel] ?? 0);
  const label = uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  return { numbers: [50 + 20 * z1, 10 + 3 * z2, 600 + 80 * z3, 0.5 + 0.1 * z4].map(rounded), channel, label };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** The newest injection that has begun. */
function injectionAt(injections: readonly Injection[], time: number): Injection {
  return (
    injections.findLast((injection) => injection.from <= time) ?? { from: 0, scenario: 'none', strength: 0 }
  );
}
