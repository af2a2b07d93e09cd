// The flights of the npm package vega-datasets in hour-of-day order: is a flight more than 15 minutes late?
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/errors.ts';
import type { Prepared } from './demo-run.ts';

interface Flight {
  readonly delay: number;
  readonly distance: number;
  /** Scheduled hour of departure, 0..24. */
  readonly time: number;
}

const lateMinutes = 15;
const hoursPerRound = 0.1;
const hour = 3_600_000;

/**
 * Writes nothing yet but the header and the watches file; each round appends the flights of its hour. The day begins
 * at `now`, so that the flights' times and the demonstration's clock go together.
 */
export async function prepareFlights(folder: string, now: number): Promise<Prepared> {
  const flights = await readFlights();
  const data = join(folder, 'flights');
  await mkdir(data, { recursive: true });
  const path = join(data, 'flights.csv');
  await writeFile(path, 'departure,hour,distance,late\n');
  const watchesFile = join(folder, 'watches.json');
  const source = { kind: 'file', path, time: 'departure', label: 'late' };
  await writeFile(watchesFile, JSON.stringify([{ name: 'flights', source }]));
  let next = 0;
  return {
    watch: 'flights',
    intro: `${flights.length} real flights of 2001 (vega-datasets), in the order of their hour. Will a flight be over ${lateMinutes} minutes late?`,
    watchesFile,
    async arrive(round) {
      const until = (round + 1) * hoursPerRound;
      const arrived: string[] = [];
      for (; next < flights.length; next++) {
        const flight = flights[next];
        if (flight === undefined || flight.time >= until) break;
        arrived.push(rowOf(flight, now));
      }
      await appendFile(path, arrived.join(''));
      return until <= 24 || arrived.length > 0;
    },
    say: (round) =>
      round === 0
        ? 'The night flights come first; the champion is trained once 300 labelled rows are there.'
        : null,
    minutesPerRound: hoursPerRound * 60,
    // Until six in the morning: the night's model meets the day, fails, and is replaced.
    mostRounds: 60,
    roundsAfter: 60,
  };
}

async function readFlights(): Promise<Flight[]> {
  let text: string;
  try {
    text = await readFile(
      fileURLToPath(new URL('../data/flights-200k.json', import.meta.resolve('vega-datasets'))),
      'utf8',
    );
  } catch (cause) {
    throw new AppError('not_found', 'The flights are in the package vega-datasets, which is not installed.', {
      remedy: 'Run npm ci (with development packages) first.',
      cause,
    });
  }
  const all: Flight[] = JSON.parse(text);
  return all.sort((one, other) => one.time - other.time);
}

function rowOf({ delay, distance, time }: Flight, day: number): string {
  const departure = new Date(day + Math.round(time * hour)).toISOString();
  return `${departure},${time.toFixed(2)},${distance},${delay > lateMinutes ? 'yes' : 'no'}\n`;
}
