// Actions and links of a card -> buttons and menus of a message, and a press back to the action. Pure.
// What Discord would refuse is left out: a card without one of its buttons is better than no card.
import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIButtonComponentWithURL,
  APIComponentInMessageActionRow,
  APIStringSelectComponent,
} from 'discord.js';
import type { Action, Card } from '../core/cards/card.ts';
import { cut, wellFormed } from './markdown.ts';

/** https://discord.com/developers/docs/components/reference */
const limits = {
  rows: 5,
  buttonsInRow: 5,
  label: 80,
  placeholder: 150,
  choices: 25,
  choice: 100,
  id: 100,
  url: 512,
};

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;
type Button = Extract<Action, { kind: 'button' }>;
type Menu = Extract<Action, { kind: 'menu' }>;

/** Discord's numbers: its library would cost every process that posts 12 MB of memory. */
const types = { row: 1, button: 2, menu: 3 } as const;
const styles = { main: 1, plain: 2, danger: 4 } as const satisfies Record<Button['look'], number>;
const linkStyle = 5;
const mostButtons = limits.rows * limits.buttonsInRow;

/** A new version where ids of old messages would be misread. */
const version = 'v1';

export interface Press {
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Buttons first, in rows of five, those that are links last among them; then one row for each menu. */
export function toRows(actions: readonly Action[], links: Card['links'] = []): Row[] {
  const seen = new Set<string>();
  const fresh = (id: string) => id.length <= limits.id && !seen.has(id) && seen.add(id).has(id);
  const buttons = actions.flatMap((action) => (action.kind === 'button' ? [toButton(action)] : []));
  const menus = actions.flatMap((action) => (action.kind === 'menu' ? [toMenu(action)] : []));
  const pressed = buttons.filter(({ custom_id }) => fresh(custom_id)).slice(0, mostButtons - links.length);
  return inRows([...pressed, ...links.map(toLink)])
    .concat(
      menus
        .filter(({ custom_id, options }) => options.length > 0 && fresh(custom_id))
        .map((menu) => rowOf(menu)),
    )
    .slice(0, limits.rows);
}

/** Which links Discord takes for buttons, a row of them at most, and which remain for the text. */
export function splitLinks(links: Card['links']): {
  readonly buttons: Card['links'];
  readonly texts: Card['links'];
} {
  const buttons = links.filter(({ url }) => isPressable(url)).slice(0, limits.buttonsInRow);
  return { buttons, texts: links.filter((link) => !buttons.includes(link)) };
}

/** A host without a dot is one of a local network: whoever refuses it would refuse the whole card. */
function isPressable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, href } = new URL(url);
  return ['http:', 'https:'].includes(protocol) && hostname.includes('.') && href.length <= limits.url;
}

/** "v1:drift?watch=churn"; what a menu chooses stands there without a value. */
export function customId(command: string, args: Press['args']): string {
  const query = new URLSearchParams(args).toString();
  return `${version}:${command}${query === '' ? '' : `?${query}`}`;
}

/** What a press stands for; `chosen` = the value picked from a menu. Null for an id of another version or shape. */
export function pressOf(id: string, chosen: string | null): Press | null {
  const [, command, query = ''] = /^v1:([^?]+)(?:\?(.*))?$/s.exec(id) ?? [];
  if (command === undefined) return null;
  const args = [...new URLSearchParams(query)];
  const open = args.findLast(([, value]) => value === '');
  if (chosen === null) return { command, args: Object.fromEntries(args) };
  if (open === undefined) return null;
  return { command, args: Object.fromEntries([...args, [open[0], chosen]]) };
}

function toButton({ label, command, args, look }: Button): APIButtonComponentWithCustomId {
  return {
    type: types.button,
    style: styles[look],
    label: shown(label, limits.label),
    custom_id: customId(command, args),
  };
}

function toLink({ text, url }: Card['links'][number]): APIButtonComponentWithURL {
  return {
    type: types.button,
    style: linkStyle,
    label: shown(text, limits.label),
    url: new URL(url).href,
  };
}

function toMenu({ label, command, args, name, choices }: Menu): APIStringSelectComponent {
  const values = new Map(choices.map((choice) => [choice.value, choice.label]));
  const fitting = [...values].filter(([value]) => value.trim() !== '' && value.length <= limits.choice);
  return {
    type: types.menu,
    placeholder: shown(label, limits.placeholder),
    custom_id: customId(command, { ...args, [name]: '' }),
    options: fitting
      .slice(0, limits.choices)
      .map(([value, text]) => ({ label: shown(text, limits.choice), value })),
  };
}

function inRows(buttons: readonly (APIButtonComponentWithCustomId | APIButtonComponentWithURL)[]): Row[] {
  const rows: Row[] = [];
  for (let first = 0; first < buttons.length; first += limits.buttonsInRow) {
    rows.push(rowOf(...buttons.slice(first, first + limits.buttonsInRow)));
  }
  return rows;
}

function rowOf(...components: APIComponentInMessageActionRow[]): Row {
  return { type: types.row, components };
}

/** Discord refuses empty words. */
function shown(text: string, room: number): string {
  return cut(wellFormed(text).trim(), room) || '–';
}
