// What people do in the fake Discord, as the data of an interaction; what they could not do there throws.
import { type Component, flat, isLink, isMenu, kinds } from './components.ts';
import { callOf, commandNamed, type Values } from './options.ts';
import {
  type Asker,
  type FakeInteraction,
  type FakeMessage,
  type FakeModal,
  type FakeState,
  messageOf,
} from './state.ts';
import { wire } from './wire.ts';

export type Act =
  /** A command, "drift", or a subcommand, "alerts snooze". */
  | { readonly command: string; readonly options?: Values }
  /** An option that somebody is typing into. */
  | { readonly complete: string; readonly option: string; readonly typed: string; readonly others?: Values }
  /** A command from the menu of a message. */
  | { readonly menu: string; readonly on: FakeMessage }
  /** A button, by its label or its custom_id. */
  | { readonly press: FakeMessage; readonly button: string }
  /** Values of a select menu, by their label or value; `from` is its custom_id or placeholder where there are several. */
  | { readonly select: FakeMessage; readonly values: readonly string[]; readonly from?: string }
  /** A modal that is open, by the custom_ids of its inputs. */
  | { readonly submit: FakeModal; readonly values: Readonly<Record<string, Filled>> };

export type Filled = string | boolean | readonly string[];

/** The parts of an interaction that depend on what was done. */
export interface Done extends Pick<FakeInteraction, 'kind' | 'label' | 'source'> {
  readonly type: number;
  readonly data: object;
}

export function doneBy(state: FakeState, act: Act, by: Asker): Done {
  if ('command' in act) return commandData(state, act);
  if ('complete' in act) return completionData(state, act);
  if ('menu' in act) return menuData(state, act);
  if ('press' in act) return pressData(state, act, by);
  return 'select' in act ? selectData(state, act, by) : submitData(state, act);
}

type Kind<K extends string> = Extract<Act, Readonly<Record<K, unknown>>>;

function commandData(state: FakeState, { command: line, options = {} }: Kind<'command'>): Done {
  const { command, name, options: given } = callOf(state, line, { values: options });
  const words = Object.entries(options).map(([key, value]) => `${key}:${value}`);
  return {
    kind: 'command',
    label: [`/${line}`, ...words].join(' '),
    source: null,
    type: 2,
    data: { id: command?.id ?? '1', name, type: 1, options: given },
  };
}

function completionData(state: FakeState, { complete, option, typed, others = {} }: Kind<'complete'>): Done {
  const call = callOf(state, complete, { values: others, typed: { option, text: typed } });
  const data = { id: call.command?.id ?? '1', name: call.name, type: 1, options: call.options };
  return { kind: 'completion', label: `/${complete} ${option}:${typed}`, source: null, type: 4, data };
}

function menuData(state: FakeState, { menu, on }: Kind<'menu'>): Done {
  const command = commandNamed(state, menu);
  if (command !== null && command.type !== 3) throw new Error(`${menu} is in no message's menu`);
  const messages = { [on.id]: wire(state, on) };
  const data = { id: command?.id ?? '1', name: menu, type: 3, target_id: on.id, resolved: { messages } };
  return { kind: 'command', label: menu, source: null, type: 2, data };
}

function pressData(state: FakeState, { press, button }: Kind<'press'>, by: Asker): Done {
  const { message, found } = usable(
    state,
    { message: press, by },
    (one) => one.type === kinds.button && [one.label, one.custom_id].includes(button),
  );
  if (found === undefined) throw new Error(`No button ${button} there, but ${labels(message)}`);
  if (isLink(found)) throw new Error(`${button} is a link: nobody hears of it`);
  const data = { id: found.id ?? 1, custom_id: found.custom_id, component_type: kinds.button };
  return { kind: 'component', label: found.label ?? button, source: message.id, type: 3, data };
}

function selectData(state: FakeState, { select, values, from }: Kind<'select'>, by: Asker): Done {
  const { message, found } = usable(
    state,
    { message: select, by },
    (one) => isMenu(one) && (from === undefined || [one.custom_id, one.placeholder].includes(from)),
  );
  if (found === undefined) throw new Error(`No menu ${from ?? ''} there, but ${labels(message)}`);
  const chosen = chosenOf(found, values);
  const data = { id: found.id ?? 1, custom_id: found.custom_id, component_type: found.type, values: chosen };
  return { kind: 'component', label: values.join(', '), source: message.id, type: 3, data };
}

/** A component of the message as it reads now, which this person sees and may use. */
function usable(
  state: FakeState,
  { message: shown, by }: { message: FakeMessage; by: Asker },
  fits: (component: Component) => boolean,
): { message: FakeMessage; found: Component | undefined } {
  const message = messageOf(state, shown.id);
  if (message === null) throw new Error('The message is gone');
  const asker = state.interactions.get(message.interaction ?? '')?.user;
  if (message.hidden && by.user !== asker) throw new Error('Only who asked sees this message');
  const found = flat(message.components).find(fits);
  if (found?.disabled === true) throw new Error(`${found.label ?? found.custom_id} is disabled`);
  return { message, found };
}

const labels = ({ components }: FakeMessage) =>
  flat(components)
    .flatMap(({ label, placeholder }) => label ?? placeholder ?? [])
    .join(', ') || 'nothing';

/** Values by value or label. */
function chosenOf(menu: Component, wanted: readonly string[]): string[] {
  const { options, min_values: least = 1, max_values: most = 1 } = menu;
  if (wanted.length < least || wanted.length > most)
    throw new Error(`Discord lets one choose ${least} to ${most} of ${menu.custom_id}`);
  if (options === undefined) return [...wanted];
  return wanted.map((one) => {
    const found = options.find(({ value, label }) => value === one || label === one);
    if (found === undefined) throw new Error(`${menu.custom_id} has no option ${one}`);
    return found.value;
  });
}

function submitData(state: FakeState, { submit, values }: Kind<'submit'>): Done {
  if (!state.modals.has(submit.interaction)) throw new Error('No such modal was shown');
  const inputs = flat(submit.components).filter(({ custom_id: id }) => id !== undefined);
  const unknown = Object.keys(values).find((id) => !inputs.some((input) => input.custom_id === id));
  if (unknown !== undefined) throw new Error(`The modal has no input ${unknown}`);
  let number = 0;
  const fill = (one: Component): object => {
    number += 1;
    const base = { type: one.type, id: number };
    if (one.components !== undefined) return { ...base, components: one.components.map(fill) };
    if (one.component !== undefined) return { ...base, component: fill(one.component) };
    return one.custom_id === undefined ? base : { ...base, custom_id: one.custom_id, ...filled(one, values) };
  };
  const source = state.interactions.get(submit.interaction)?.source ?? null;
  const data = { custom_id: submit.customId, components: submit.components.map(fill) };
  return { kind: 'modal', label: submit.title, source, type: 5, data };
}

/** What an input holds when it is sent: what was put in, else what it was shown with. */
function filled(input: Component, values: Readonly<Record<string, Filled>>): object {
  const given = values[input.custom_id ?? ''];
  const defaults = (input.options ?? [])
    .filter((option) => option.default === true)
    .map(({ value }) => value);
  if (input.type === kinds.text) return { value: textIn(input, given) };
  if (input.type === kinds.checkbox) return { value: given ?? input.default ?? false };
  const chosen = given === undefined ? defaults : [given].flat().map(String);
  if (input.type === kinds.radio) return { value: chosenOf(input, chosen)[0] ?? null };
  return { values: chosen.length === 0 && input.required === false ? [] : chosenOf(input, chosen) };
}

function textIn(input: Component, given: Filled | undefined): string {
  const text = String(given ?? input.value ?? '');
  const {
    custom_id: id,
    required = true,
    min_length: least = required ? 1 : 0,
    max_length: most = 4000,
  } = input;
  if (required && text === '') throw new Error(`Discord would ask for ${id}`);
  if (text.length > most || (text !== '' && text.length < least))
    throw new Error(`Discord would not take ${text.length} characters for ${id}`);
  return text;
}
