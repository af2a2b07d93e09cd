// People of the fake Discord: they type commands and complete options.
import { randomUUID } from 'node:crypto';
import type { FakeGateway } from './gateway.ts';
import { type Asker, type GivenOption, interactionCreate, role } from './payloads.ts';
import {
  type FakeCommand,
  type FakeInteraction,
  type FakeMessage,
  type FakeState,
  nextMessage,
} from './state.ts';

/** The colour of cards that another one replaces. */
const progressColour = 0x5865f2;

type Values = Readonly<Record<string, string | number | boolean>>;

export interface Asking {
  /**
   * Types a command and waits for its last card: the first one that `until` accepts, by default the first that is
   * not the blue of progress; be it the reply or a message that mentions the asker.
   */
  command(
    name: string,
    options?: Values,
    by?: Asker,
    until?: (message: FakeMessage) => boolean,
  ): Promise<FakeMessage>;
  /** Types into an option and waits for what the bot offers. */
  autocomplete(
    name: string,
    typing: { option: string; typed: string; others?: Values },
    by?: Asker,
  ): Promise<readonly { name: string; value: string | number }[]>;
  /** A command as a raw event, to be sent late, twice, or broken. */
  interaction(name: string, options?: Values, by?: Asker): { id: string; token: string; payload: object };
}

export function createAsking(state: FakeState, gateway: FakeGateway): Asking {
  const known = new Set<string>();

  function begin(by: Asker): FakeInteraction {
    for (const id of by.roles ?? []) {
      if (!known.has(id))
        gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: state.guildId, role: role(id, 'role') });
      known.add(id);
    }
    const interaction: FakeInteraction = {
      id: state.id(),
      token: `fake-interaction-token-${randomUUID()}`,
      channel: by.channel ?? state.channelId,
      user: by.user ?? state.id(),
      at: state.now(),
      answered: null,
      hidden: false,
      message: null,
    };
    state.interactions.set(interaction.id, interaction);
    return interaction;
  }

  return {
    command(name, options = {}, by = {}, until = (message) => message.embeds[0]?.color !== progressColour) {
      const interaction = begin(by);
      const answer = nextMessage(
        state,
        (message) =>
          (message.interaction === interaction.id || message.pinged.includes(interaction.user)) &&
          until(message),
      );
      const asked = { type: 2, command: name, options: given(state, name, options), by } as const;
      gateway.dispatch('INTERACTION_CREATE', interactionCreate(state, interaction, asked));
      return answer;
    },
    autocomplete(name, { option, typed, others = {} }, by = {}) {
      const interaction = begin(by);
      const focused: GivenOption = {
        name: option,
        type: typeOf(state, name, option) ?? 3,
        value: typed,
        focused: true,
      };
      const asked = {
        type: 4,
        command: name,
        options: [...given(state, name, others), focused],
        by,
      } as const;
      const answer = new Promise<readonly { name: string; value: string | number }[]>((resolve) => {
        const look = (id: string, choices: { name: string; value: string | number }[]) => {
          if (id !== interaction.id) return;
          state.events.off('choices', look);
          resolve(choices);
        };
        state.events.on('choices', look);
      });
      gateway.dispatch('INTERACTION_CREATE', interactionCreate(state, interaction, asked));
      return answer;
    },
    interaction(name, options = {}, by = {}) {
      const interaction = begin(by);
      const asked = { type: 2, command: name, options: given(state, name, options), by } as const;
      return {
        id: interaction.id,
        token: interaction.token,
        payload: interactionCreate(state, interaction, asked),
      };
    },
  };
}

/** Options as Discord sends them; once commands are deployed, only those it would let a person send. */
function given(state: FakeState, command: string, values: Values): GivenOption[] {
  const options = commandOf(state, command)?.options ?? [];
  const missing = options.find(({ required, name }) => required === true && !(name in values));
  if (missing !== undefined) throw new Error(`Discord would ask for ${missing.name} of /${command}`);
  return Object.entries(values).map(([name, value]) => {
    const type = typeOf(state, command, name) ?? plainType(value);
    const fits = type === plainType(value) || (type === 10 && plainType(value) === 4);
    if (!fits) throw new Error(`Discord would not take ${String(value)} for ${name} of /${command}`);
    return { name, type, value };
  });
}

function plainType(value: string | number | boolean): number {
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 5;
  return Number.isInteger(value) ? 4 : 10;
}

/** Null while nothing is deployed. */
function commandOf(state: FakeState, name: string): FakeCommand | null {
  const all = [...state.commands.values()].flat();
  if (all.length === 0) return null;
  const found = all.find((command) => command.name === name);
  if (found === undefined) throw new Error(`Discord knows no /${name}`);
  return found;
}

function typeOf(state: FakeState, command: string, option: string): number | null {
  const deployed = commandOf(state, command);
  if (deployed === null) return null;
  const found = deployed.options?.find(({ name }) => name === option);
  if (found === undefined) throw new Error(`Discord knows no option ${option} of /${command}`);
  return found.type;
}
