// Buttons and menus as Discord shows them. Pure.
import { type Component, isLink, isMenu, kinds } from '../components.ts';
import { escaped, markdown, type Names } from './markdown.ts';

const styles: Readonly<Record<number, string>> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'danger',
  5: 'secondary',
};

export function controlsHtml(components: readonly Component[], names: Names): string {
  return components.map((one) => controlHtml(one, names)).join('');
}

function controlHtml(one: Component, names: Names): string {
  if (one.type === kinds.row) return `<div class="row">${controlsHtml(one.components ?? [], names)}</div>`;
  if (one.type === kinds.button) return button(one);
  if (isMenu(one)) return menu(one);
  if (one.type === kinds.display) return `<div>${markdown(one.content ?? '', names)}</div>`;
  const inner = [...(one.components ?? []), ...(one.accessory === undefined ? [] : [one.accessory])];
  return one.type === kinds.container
    ? `<article class="embed">${controlsHtml(inner, names)}</article>`
    : controlsHtml(inner, names);
}

function button(one: Component): string {
  const label = [one.emoji?.name, one.label].filter((part) => part !== undefined).join(' ');
  const out = isLink(one) ? ' <span class="out">↗</span>' : '';
  const disabled = one.disabled === true ? ' disabled' : '';
  return `<button class="${styles[one.style ?? 2] ?? 'secondary'}"${disabled}>${escaped(label)}${out}</button>`;
}

function menu({ options = [], placeholder, disabled }: Component): string {
  const chosen = options.filter((option) => option.default === true).map(({ label }) => label);
  const text = chosen.length > 0 ? chosen.join(', ') : (placeholder ?? 'Make a selection');
  const list = options.map(({ label }) => `<li>${escaped(label)}</li>`).join('');
  const state = disabled === true ? ' disabled' : '';
  const choices = list === '' ? '' : `<ul>${list}</ul>`;
  return `<details class="menu${state}"><summary>${escaped(text)}</summary>${choices}</details>`;
}
