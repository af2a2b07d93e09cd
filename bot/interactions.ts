// Interactions as Discord sends them: each taken once, and handed to what knows its kind.
import type { Interaction } from 'discord.js';
import { type AskWorld, ask } from './ask.ts';
import { complete } from './completion.ts';
import { createConfirmations } from './confirm.ts';
import type { Live } from './live.ts';
import { type Measured, measured } from './measured.ts';
import { press, submit } from './press.ts';
import { privately } from './private.ts';
import { argsOf, nameOf } from './typed.ts';

/** Ids kept to recognise a repeated dispatch: more than a session replays. */
const remembered = 1_000;

/** Interactions that are no command of their own. */
const kinds = ['completion', 'component', 'form'] as const;

export interface Interactions {
  /** Takes an interaction; returns at once and never throws. */
  receive(interaction: Interaction): void;
  /** Resolves once every interaction taken so far has its answer. */
  settled(): Promise<void>;
}

interface InteractionsWorld extends Omit<AskWorld, 'confirmations' | keyof Live> {
  readonly metrics: Measured;
  /** Asked anew for every interaction. */
  readonly live: () => Promise<Live>;
}

export function createInteractions(asked: InteractionsWorld): Interactions {
  const world = { ...asked, confirmations: createConfirmations(asked.clock) };
  world.metrics.listening([...asked.commands.map(({ name }) => name), ...kinds]);
  const seen = new Set<string>();
  const running = new Set<Promise<void>>();

  function first(id: string): boolean {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    return true;
  }

  return {
    receive(interaction) {
      if (!first(interaction.id)) return;
      const { metered, ended } = measured(world, labelOf(world, interaction));
      const work: Promise<void> = handle({ ...world, ...metered }, interaction)
        .then(() => ended())
        .catch((err: unknown) => {
          ended('failed');
          world.log.error('interaction failed', { interaction: interaction.id, err });
        })
        .finally(() => running.delete(work));
      running.add(work);
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

/** What it is counted as: a name of the table, or its kind. */
function labelOf({ commands }: Pick<AskWorld, 'commands'>, interaction: Interaction): string {
  if (interaction.isAutocomplete()) return 'completion';
  if (interaction.isMessageComponent()) return 'component';
  if (!interaction.isChatInputCommand()) return 'form';
  const asked = nameOf(interaction);
  return commands.some(({ name }) => name === asked) ? asked : 'other';
}

async function handle(
  asked: InteractionsWorld & Pick<AskWorld, 'confirmations'>,
  interaction: Interaction,
): Promise<void> {
  if (interaction.isAutocomplete()) return complete(asked, interaction);
  const world: AskWorld = { ...asked, ...(await asked.live()) };
  if (interaction.isChatInputCommand()) {
    const { args, hidden } = privately(argsOf(interaction.options.data));
    const manner = hidden ? 'hidden' : 'public';
    await ask(world, { interaction, name: nameOf(interaction), args, how: 'typed', manner });
  } else if (interaction.isMessageComponent()) await press(world, interaction);
  else if (interaction.isModalSubmit()) await submit(world, interaction);
}
