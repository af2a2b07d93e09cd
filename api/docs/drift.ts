// What /drift-check answers with, read or run, and the incidents that came of it.
import * as z from 'zod';
import type {
  AttendResult,
  DriftResult,
  ExpectedResult,
  IncidentsResult,
  PatrolResult,
  TrendPoint,
} from '../../core/ops/results.ts';
import { exactly } from './exactly.ts';
import { incident, ledger, outcome, pastIncident, probation } from './incident.ts';
import { driftReport, prospect, verdict } from './report.ts';
import { monitorState } from './status.ts';
import { count, flag, orNull, share, text, time, versionNumber, watchName, zone } from './words.ts';

const trendPoint = exactly<TrendPoint>()(
  z.strictObject({
    at: time('Event time its rows reach, or its own where rows carry none.'),
    score: orNull(share('Headline score.'), 'too little data.'),
    accuracy: orNull(share('On labelled rows.'), 'too few labels.'),
    estimate: orNull(share('As its own scores tell.'), 'not calibrated.'),
    version: versionNumber('Version of the champion.'),
    verdict,
  }),
).meta({ id: 'TrendPoint', description: 'One check, as far as a line over time shows it.' });

export const drift = exactly<DriftResult>()(
  z.strictObject({
    watch: watchName,
    elsewhere: flag('The model is served elsewhere.'),
    state: monitorState,
    report: orNull(driftReport, 'no check was made.'),
    incident: orNull(incident, 'there was none.'),
    probation: z.exactOptional(probation),
    ledger,
    prospect: orNull(prospect, 'no champion, mode `seed`, or it could not be said.'),
    trend: z.array(trendPoint).meta({ description: 'The newest 60 checks, newest first.' }),
    timezone: zone,
  }),
).meta({ id: 'Drift', description: 'State and newest report of a watch.' });

export const check = exactly<PatrolResult>()(
  z.strictObject({
    watch: watchName,
    checks: count('Reports made, one for each slice of what waited.'),
    rows: count('Rows that were checked.'),
    report: orNull(driftReport, 'none was made.'),
    trained: flag('The first champion was trained.'),
    waiting: orNull(text('Why there is no champion yet.'), 'there is one.'),
    retrain: orNull(outcome, 'nothing was retrained.'),
    repeated: flag('The slot had been checked already.'),
  }),
).meta({ id: 'Check', description: 'What a check came to.' });

export const incidents = exactly<IncidentsResult>()(
  z.strictObject({
    at: time('Now.'),
    watches: z.array(
      z.strictObject({
        watch: watchName,
        incident: orNull(incident, 'there was none.'),
        past: z.array(pastIncident).meta({ description: 'Those before it, oldest first.' }),
      }),
    ),
  }),
).meta({ id: 'Incidents', description: 'Incidents of the watches.' });

export const attended = exactly<AttendResult>()(
  z.strictObject({
    watch: watchName,
    incident,
    done: flag('false: it was so already.'),
  }),
).meta({ id: 'Attended', description: 'The incident as it is now.' });

const alias = z.exactOptional(text('Alias in MLflow that somebody else has to move.'));

export const expected = exactly<ExpectedResult>()(
  z.strictObject({
    watch: watchName,
    incident: versionNumber('Number of the incident that is closed.'),
    version: versionNumber('Version that serves now.'),
    rows: count('Rows that joined the reference.'),
    referenceRows: count('Rows it holds now.'),
    registered: alias,
  }),
).meta({ id: 'Expected', description: 'The change has joined what is usual.' });
