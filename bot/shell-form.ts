// A form in a terminal: how the command is written, filled in with what the form would hold. Pure.
import { across, bareCard, type Card } from '../core/cards/card.ts';
import type { Telling } from '../core/cards/words/index.ts';
import type { Args, Command, Form } from './commands/command.ts';

export function formCard({ name }: Command, args: Args, form: Form, { words, at }: Telling): Card {
  const given = Object.entries(args).map(([key, value]) => `${key}:${inQuotes(String(value))}`);
  const open = form.fields.map((field) => `${field.name}:${inQuotes(field.value.replace(/\s*\n\s*/g, ' '))}`);
  const { form: own, help } = words;
  return {
    ...bareCard,
    tone: 'plain',
    title: form.title,
    summary: [own.missing],
    fields: [across(help.written, { code: [`/${name}`, ...given, ...open].join(' ') })],
    at,
  };
}

function inQuotes(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
