// What /watches/{watch}/champion answers: what served at a moment, and why.
import * as z from 'zod';
import type { ChampionChange } from '../../core/model.ts';
import type { ChampionAtResult } from '../../core/ops/champion-result.ts';
import { exactly } from './exactly.ts';
import { noon } from './examples/moments.ts';
import { quality, run, trigger } from './incident.ts';
import { count, flag, orNull, share, text, time, versionNumber, watchName, zone } from './words.ts';

const change = exactly<ChampionChange>()(
  z.strictObject({
    watch: watchName,
    rev: count('Of the state it changed: a later change has a larger one.'),
    at: time('When.'),
    from: orNull(versionNumber('The version it took the place of.'), 'nothing served before.'),
    to: versionNumber('The version that served from then on.'),
    how: z
      .enum([
        ...(['trained', 'retrained', 'forced', 'promoted', 'rolled_back', 'undone'] as const),
        ...(['expected', 'learning', 'labelled'] as const),
      ])
      .meta({ description: 'The last three: the same model, held against another reference window.' }),
    by: text('Who did it; `vigie` where nobody was asked.'),
    reason: orNull(text('What they said.'), 'nothing.'),
    trigger: orNull(trigger, 'nothing was trained.'),
    incident: orNull(versionNumber('Number of the incident that was open.'), 'none was.'),
    trial: orNull(
      z.strictObject({
        holdoutRows: count('Rows of the common holdout.'),
        championOnly: count('Rows only the champion got right.'),
        challengerOnly: count('Rows only the challenger got right.'),
        p: share('One-sided p-value of McNemar’s exact test.'),
        alpha: share('The most that lets it through.'),
      }),
      'no gate was asked.',
    ),
    duels: z
      .exactOptional(
        z.strictObject({
          rows: count('Labelled rows of the probation.'),
          oldOnly: count('Rows only the version before got right.'),
          newOnly: count('Rows only the promoted version got right.'),
        }),
      )
      .meta({ description: 'What its probation saw, of a promotion that was undone.' }),
    intent: orNull(text('Key of the intent of its training.'), 'none, or made before.'),
  }),
).meta({ id: 'ChampionChange', description: 'Why a version came to serve.' });

export const champion = exactly<ChampionAtResult>()(
  z.strictObject({
    watch: watchName,
    timezone: zone,
    at: time('The moment that was asked about.'),
    elsewhere: flag('The model is served elsewhere.'),
    recorded: flag('False: it is from before changes of champion were recorded, so that nobody can tell.'),
    version: orNull(versionNumber('The version that served.'), 'no model served yet, or nobody can tell.'),
    since: orNull(time('When it began to serve.'), 'as for `version`.'),
    until: orNull(time('When the next change came.'), 'it serves still.'),
    change: orNull(change, 'as for `version`.'),
    brought: orNull(change, 'as for `version`.').meta({
      description: 'What brought its model: an earlier change where only the reference window is new.',
    }),
    next: orNull(change, 'none came.'),
    model: orNull(
      z.strictObject({
        trainedAt: time('When.'),
        rows: count('Rows of its reference window.'),
        reference: text('sha256 of its reference window.'),
        baseline: orNull(quality, 'its reference window has too few labels.'),
      }),
      'it is no longer kept.',
    ),
    run,
  }),
).meta({ id: 'ChampionAt', description: 'What served at a moment, since when and why.' });

const promotion: ChampionChange = {
  ...{ watch: 'shop', rev: 412, at: noon, from: 2, to: 3, how: 'retrained', by: 'vigie', reason: null },
  ...{ trigger: 'drift', incident: 7, intent: `run:shop:${noon}` },
  trial: { holdoutRows: 200, championOnly: 9, challengerOnly: 24, p: 0.0067, alpha: 0.2 },
};

export const championExample: ChampionAtResult = {
  ...{ watch: 'shop', timezone: 'Europe/Paris', at: noon, elsewhere: false, recorded: true, version: 3 },
  ...{ since: noon, until: null, change: promotion, brought: promotion, next: null },
  ...{ model: null, run: { status: 'none' } },
};
