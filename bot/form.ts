// A form of a command -> Discord's modal, and what was filled in. Pure.
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { Args, Form } from './commands/command.ts';
import { customId } from './components.ts';
import { cut, wellFormed } from './markdown.ts';

/** https://discord.com/developers/docs/components/reference#text-input */
const limits = { title: 45, label: 45, value: 4000, fields: 5 };

/** `args` = what was given already: kept in the form's own id. */
export function toModal(
  { title, fields }: Form,
  command: string,
  args: Args,
): APIModalInteractionResponseCallbackData {
  const kept = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
  return {
    custom_id: customId(command, kept),
    title: cut(wellFormed(title), limits.title),
    components: fields.slice(0, limits.fields).map(({ name, label, value, long }) => ({
      type: ComponentType.Label,
      label: cut(wellFormed(label), limits.label),
      component: {
        type: ComponentType.TextInput,
        custom_id: name,
        style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
        value: wellFormed(value.slice(0, limits.value)),
        max_length: limits.value,
        required: true,
      },
    })),
  };
}

/** Values by the names of their fields; what was emptied is not given. */
export function filledIn({ fields }: ModalSubmitInteraction): Args {
  const values = [...fields.fields.values()].flatMap((field) =>
    'value' in field && typeof field.value === 'string' && field.value.trim() !== ''
      ? [[field.customId, field.value] as const]
      : [],
  );
  return Object.fromEntries(values);
}
