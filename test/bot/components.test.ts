import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customId, pressOf, toRows } from '../../bot/components.ts';
import { cardBody, plainBody } from '../../bot/message.ts';
import { type Action, bareCard, type Card } from '../../core/cards/card.ts';
import { messageEdit, newMessage } from '../fakes/discord/validation.ts';

const button = (command: string, args: Record<string, string> = {}, label = command): Action => ({
  kind: 'button',
  look: 'plain',
  label,
  command,
  args,
});
const menu = (values: readonly string[]): Action => ({
  kind: 'menu',
  label: 'For how long?',
  command: 'alerts snooze',
  args: { incident: '4' },
  name: 'for',
  choices: values.map((value) => ({ label: value, value })),
});
const cardWith = (actions: readonly Action[]): Card => ({
  ...bareCard,
  tone: 'plain',
  title: 'Card',
  at: 0,
  actions,
});
const idsOf = (actions: readonly Action[]) =>
  toRows(actions).map(({ components }) =>
    components.map((each) => ('custom_id' in each ? each.custom_id : '')),
  );

describe('rows of buttons and menus', () => {
  it('hold five buttons each, then every menu has its own', () => {
    const buttons = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => button(name));
    expect(idsOf([menu(['1h']), ...buttons])).toEqual([
      ['v1:a', 'v1:b', 'v1:c', 'v1:d', 'v1:e'],
      ['v1:f'],
      ['v1:alerts snooze?incident=4&for='],
    ]);
  });

  it('leave out what Discord would refuse: the sixth row, a second button of one meaning, an id too long', () => {
    const rows = Array.from({ length: 9 }, (_, at) => ({ ...menu(['1h']), args: { incident: String(at) } }));
    expect(toRows(rows)).toHaveLength(5);
    expect(idsOf([button('a'), button('a', {}, 'again'), button('b', { reason: 'x'.repeat(100) })])).toEqual([
      ['v1:a'],
    ]);
    expect(toRows([menu([])])).toEqual([]);
  });

  it('are accepted by Discord, whatever the card holds', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), text, { maxKeys: 3 });
    const anyButton = fc.record({ label: text, args, command: fc.constantFrom('drift', 'alerts ack') });
    const choice = fc.record({ label: text, value: text });
    const anyMenu = fc.record({ label: text, args, choices: fc.array(choice, { maxLength: 40 }) });
    const anyUrl = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text);
    const anyLinks = fc.array(fc.record({ text, url: anyUrl }), { maxLength: 8 });
    const anyAction: fc.Arbitrary<Action> = fc.oneof(
      anyButton.map((facts): Action => ({ kind: 'button', look: 'danger', ...facts })),
      anyMenu.map((facts): Action => ({ kind: 'menu', command: 'drift', name: 'watch', ...facts })),
    );
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), anyLinks, (actions, links) => {
        const body = cardBody({ ...cardWith(actions), links });
        expect([...newMessage(body), ...messageEdit(body)]).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  const linked = (...urls: string[]) => urls.map((url, at) => ({ text: `run ${at}`, url }));
  const linkButton = (label: string, url: string) => ({ type: 2, style: 5, label, url });

  it('have links after what is pressed, and those leave the text', () => {
    const [url, long] = ['https://mlflow.test/#/runs/a(b)', `https://mlflow.test/${'x'.repeat(512)}`];
    const links = linked(url, 'http://mlflow:5000/', 'javascript:alert(1)', long);
    const card = { ...cardWith([menu(['1h']), button('a')]), links };
    const { components, embeds } = cardBody(card);
    expect(components.map((row) => row.components)).toEqual([
      [expect.objectContaining({ custom_id: 'v1:a' }), linkButton('run 0', url)],
      [expect.objectContaining({ type: 3 })],
    ]);
    const [text = ''] = embeds.map(({ description }) => description);
    expect(text).not.toContain(url);
    expect(text).toContain('[run 1](http://mlflow:5000/) · run 2');
    expect(plainBody(card).embeds[0]?.description).toContain('[run 0](https://mlflow.test/');
  });

  it('keep room for links among many buttons', () => {
    const buttons = Array.from({ length: 30 }, (_, at) => button(`b${at}`));
    const url = 'https://mlflow.test/';
    const rows = toRows(buttons, linked(url));
    expect(rows.at(-1)?.components.at(-1)).toEqual(linkButton('run 0', url));
    expect(rows).toHaveLength(5);
  });

  it('are an empty list where there are none, so that an edit takes old buttons away', () => {
    expect(cardBody(cardWith([])).components).toEqual([]);
    expect(plainBody(cardWith([button('a')]))).not.toHaveProperty('components');
  });
});

describe('a press', () => {
  it('is the command and the arguments that the button was made from', () => {
    const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.constantFrom('drift', 'alerts ack'), args, (command, given) => {
        expect(pressOf(customId(command, given), null)).toEqual({ command, args: { ...given } });
      }),
    );
  });

  it('puts what a menu chose where its value was left open', () => {
    expect(pressOf('v1:alerts snooze?incident=4&for=', '6h')).toEqual({
      command: 'alerts snooze',
      args: { incident: '4', for: '6h' },
    });
  });

  it.each(['', 'drift', 'v2:drift', 'v1:', 'v10:drift'])('is nothing for the id %j', (id) => {
    expect(pressOf(id, null)).toBeNull();
  });
});
