// People of the fake Discord: they type commands, complete options, press buttons, choose, and fill in forms.
import { randomUUID } from 'node:crypto';
import { type Act, doneBy, type Filled } from './acts.ts';
import type { FakeGateway } from './gateway.ts';
import type { Values } from './options.ts';
import { interactionCreate, role } from './payloads.ts';
import {
  type Asker,
  type FakeInteraction,
  type FakeMessage,
  type FakeModal,
  type FakeState,
  next,
} from './state.ts';

/** The colour of cards that another one replaces. */
const progressColour = 0x5865f2;
const settled = (message: FakeMessage) => message.embeds[0]?.color !== progressColour;

interface OfferedChoice {
  readonly name: string;
  readonly value: string | number;
  readonly name_localizations?: unknown;
}

type Fits = (message: FakeMessage) => boolean;

/** An interaction that the bot has heard of, and what comes of it, be it there already or not. */
interface Played {
  readonly id: string;
  readonly token: string;
  /** The event, to be sent late, twice, or broken. */
  readonly payload: object;
  /** Sends the event once more. */
  again(): void;
  /**
   * The first reply, or change of a message through this interaction, or message that mentions the asker, that
   * `until` accepts; by default the first that is not the blue of progress.
   */
  answer(until?: Fits): Promise<FakeMessage>;
  /** The form it opens. */
  modal(): Promise<FakeModal>;
  choices(): Promise<readonly OfferedChoice[]>;
}

export interface Asking {
  /** Does anything a person can do; the shorter ways below wait for the answer as well. */
  play(act: Act, by?: Asker): Played;
  /** Types a command ("drift", "alerts snooze") and waits for its last card; see Played.answer. */
  command(name: string, options?: Values, by?: Asker, until?: Fits): Promise<FakeMessage>;
  /** Types into an option and waits for what the bot offers. */
  autocomplete(
    name: string,
    typing: { option: string; typed: string; others?: Values },
    by?: Asker,
  ): Promise<readonly OfferedChoice[]>;
  /** Presses the button of that label or custom_id. */
  press(message: FakeMessage, button: string, by?: Asker, until?: Fits): Promise<FakeMessage>;
  /** Chooses from the select menu of a message. */
  select(message: FakeMessage, values: readonly string[], by?: Asker, until?: Fits): Promise<FakeMessage>;
  /** Sends a form. */
  submit(
    modal: FakeModal,
    values: Readonly<Record<string, Filled>>,
    by?: Asker,
    until?: Fits,
  ): Promise<FakeMessage>;
  /** A command as a raw event that nobody has heard of yet. */
  interaction(name: string, options?: Values, by?: Asker): { id: string; token: string; payload: object };
}

export function createAsking(state: FakeState, gateway: FakeGateway): Asking {
  function begin(act: Act, asker: Asker): { interaction: FakeInteraction; payload: object } {
    const by = { ...before(state, act), ...asker };
    for (const id of by.roles ?? []) {
      if (!state.roles.has(id))
        gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: state.guildId, role: role(id, 'role') });
      state.roles.add(id);
    }
    const { type, data, ...done } = doneBy(state, act, by);
    const interaction: FakeInteraction = {
      ...done,
      id: state.id(),
      token: `fake-interaction-token-${randomUUID()}`,
      channel: by.channel ?? state.messages.get(done.source ?? '')?.channel ?? state.channelId,
      user: by.user ?? state.id(),
      by,
      at: state.now(),
      answered: null,
      hidden: false,
      message: null,
      expired: false,
    };
    state.interactions.set(interaction.id, interaction);
    return { interaction, payload: interactionCreate(state, interaction, { type, data }) };
  }

  function play(act: Act, by: Asker = {}): Played {
    const from = state.history.length;
    const { interaction, payload } = begin(act, by);
    const { id, token, user } = interaction;
    const concerns: Fits = (message) =>
      message.interaction === id || message.via === id || message.pinged.includes(user);
    const choices = next<Offer>(state, 'choices', (offer) => offer.id === id);
    const again = () => gateway.dispatch('INTERACTION_CREATE', payload);
    state.events.emit('asked', interaction);
    again();
    return {
      id,
      token,
      payload,
      again,
      answer: async (until = settled) => {
        const fits: Fits = (message) => concerns(message) && until(message);
        return state.history.slice(from).find(fits) ?? next(state, 'message', fits);
      },
      modal: async () =>
        state.modals.get(id) ?? next<FakeModal>(state, 'modal', (modal) => modal.interaction === id),
      choices: async () => (await choices).choices,
    };
  }

  return {
    play,
    command: (command, options = {}, by = {}, until = settled) =>
      play({ command, options }, by).answer(until),
    autocomplete: (complete, typing, by = {}) => play({ complete, ...typing }, by).choices(),
    press: (press, button, by = {}, until = settled) => play({ press, button }, by).answer(until),
    select: (select, values, by = {}, until = settled) => play({ select, values }, by).answer(until),
    submit: (submit, values, by = {}, until = settled) => play({ submit, values }, by).answer(until),
    interaction(command, options = {}, by = {}) {
      const { interaction, payload } = begin({ command, options }, by);
      return { id: interaction.id, token: interaction.token, payload };
    },
  };
}

/** What the event "choices" tells. */
interface Offer {
  readonly id: string;
  readonly choices: readonly OfferedChoice[];
}

/** Who goes on with a form, or with an answer only they see, unless somebody else is named. */
function before(state: FakeState, act: Act): Asker {
  const message = 'press' in act ? act.press : 'select' in act ? act.select : null;
  const asked = 'submit' in act ? act.submit.interaction : message?.hidden ? message.interaction : null;
  const interaction = state.interactions.get(asked ?? '');
  return interaction === undefined
    ? {}
    : { ...interaction.by, user: interaction.user, channel: interaction.channel };
}
