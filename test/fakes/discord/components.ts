// Rows, buttons, menus and modals: what Discord refuses of them beyond its schemas. Pure.

/** Buttons, menus, inputs and what holds them; the schemas have checked the form of each kind. */
export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly style?: number;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly emoji?: { readonly name?: string; readonly id?: string };
  readonly options?: readonly Choice[];
  readonly placeholder?: string;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly required?: boolean;
  readonly value?: string;
  readonly default?: boolean;
  readonly description?: string;
  readonly content?: string;
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly accessory?: Component;
}

interface Choice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

export const kinds = {
  row: 1,
  button: 2,
  select: 3,
  text: 4,
  display: 10,
  container: 17,
  label: 18,
  radio: 21,
  checkboxes: 22,
  checkbox: 23,
} as const;
const linkStyle = 5;
const premiumStyle = 6;
/** Kinds of select menu: of texts, users, roles, mentionables, channels. */
const menus = [3, 5, 6, 7, 8];
export const componentsV2 = 1 << 15;

export const isMenu = ({ type }: Component) => menus.includes(type);
export const isLink = ({ type, style }: Component) => type === kinds.button && style === linkStyle;

/** A component and all it holds. */
export function flat(components: readonly Component[]): Component[] {
  return components.flatMap((one) => [
    one,
    ...flat([
      ...(one.components ?? []),
      ...(one.component === undefined ? [] : [one.component]),
      ...(one.accessory === undefined ? [] : [one.accessory]),
    ]),
  ]);
}

/** Something to press or to choose from, for which an application has to be there. */
export function isInteractive(one: Component): boolean {
  return isMenu(one) || (one.type === kinds.button && one.style !== linkStyle);
}

export function componentRules(components: readonly Component[], flags: number): string[] {
  const all = flat(components);
  const v2 = (flags & componentsV2) !== 0;
  return [
    ...(!v2 && components.length > 5 ? ['components: more than 5 rows'] : []),
    ...(!v2 && components.some(({ type }) => type !== kinds.row) ? ['components: not in a row'] : []),
    ...(v2 && all.length > 40 ? ['components: more than 40'] : []),
    ...twice(all),
    ...all.filter(({ type }) => type === kinds.row).flatMap(rowRules),
    ...all.filter(({ type }) => type === kinds.button).flatMap(buttonRules),
    ...all.filter(({ options }) => options !== undefined).flatMap(menuRules),
  ];
}

/** A modal holds rows with one text input each, or labels and texts. */
export function modalRules(components: readonly Component[]): string[] {
  const all = flat(components);
  const inputs = all.filter(({ type }) => type === kinds.text);
  return [
    ...(components.length < 1 || components.length > 5 ? ['modal: needs 1 to 5 components'] : []),
    ...components
      .filter(({ type, components: held }) => type === kinds.row && held?.length !== 1)
      .map(() => 'modal: a row holds one text input'),
    ...components
      .filter(({ type, label }) => type === kinds.label && (label === undefined || label.length > 45))
      .map(() => 'modal: a label has 1 to 45 characters'),
    ...inputs
      .filter(({ label, value, max_length: most }) => (label ?? '').length > 45 || tooLong(value, most))
      .map(({ custom_id: id }) => `modal.${id}: too long`),
    ...twice(all),
    ...all.filter(({ options }) => options !== undefined).flatMap(menuRules),
  ];
}

const tooLong = (value = '', most = 4000) => value.length > most;

function twice(all: readonly Component[]): string[] {
  const ids = all.flatMap(({ custom_id: id }) => id ?? []);
  return ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `components: custom_id ${id} twice`);
}

function rowRules({ components = [] }: Component): string[] {
  const withMenu = components.some(isMenu);
  return [
    ...(components.length < 1 || components.length > 5 ? ['row: needs 1 to 5 components'] : []),
    ...(withMenu && components.length > 1 ? ['row: a menu stands alone'] : []),
  ];
}

function buttonRules({ style, custom_id: id, url, label, emoji }: Component): string[] {
  const name = `button ${id ?? label ?? ''}`;
  if (style === premiumStyle) return [`${name}: nothing is sold here`];
  const link = style === linkStyle;
  return [
    ...(link && (url === undefined || id !== undefined)
      ? [`${name}: a link has a url and no custom_id`]
      : []),
    ...(!link && (id === undefined || id === '' || url !== undefined) ? [`${name}: needs a custom_id`] : []),
    ...((label ?? '').trim() === '' && emoji === undefined ? [`${name}: needs a label or an emoji`] : []),
    ...(url !== undefined && (url.length > 512 || !/^(https?|discord):\/\//.test(url))
      ? [`${name}: no such url`]
      : []),
  ];
}

function menuRules(menu: Component): string[] {
  const { custom_id: id, options = [], min_values: least = 1, max_values: most = 1 } = menu;
  const values = options.map(({ value }) => value);
  const chosen = options.filter((option) => option.default === true).length;
  return [
    ...(options.length < 1 || options.length > 25 ? [`menu ${id}: needs 1 to 25 options`] : []),
    ...(new Set(values).size < values.length ? [`menu ${id}: a value twice`] : []),
    ...(menu.type === kinds.select && (least > most || most > options.length)
      ? [`menu ${id}: cannot choose ${least} to ${most} of ${options.length}`]
      : []),
    ...(chosen > Math.max(most, 1) && menu.type === kinds.select ? [`menu ${id}: too many defaults`] : []),
  ];
}
