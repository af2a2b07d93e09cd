import { expect, it } from 'vitest';
import type { FakeMessage } from '../fakes/discord/state.ts';
import { messageText } from './transcript.ts';

const look = { colour: false, now: Date.UTC(2024, 0, 1, 12) };
const seconds = look.now / 1_000;

function message(facts: Partial<FakeMessage>): FakeMessage {
  return {
    id: '1',
    channel: '2',
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    nonce: null,
    hidden: false,
    author: 'bot',
    username: null,
    interaction: null,
    via: null,
    replyTo: null,
    pinged: [],
    pingedRoles: [],
    pingedEveryone: false,
    flags: 0,
    at: look.now,
    edits: 0,
    lateEdits: 0,
    ...facts,
  };
}

it('reads a card aloud: title, fields, code, footer, without the marks of Markdown', () => {
  const fields = [
    { name: 'Drift score', value: '`0.31` (threshold `0.25`)', inline: true },
    { name: 'Since', value: `<t:${seconds - 300}:R>`, inline: true },
    { name: 'Top features', value: '```\namount  ████\nload    █\n```', inline: false },
  ];
  const embeds = [
    {
      title: 'Drift detected',
      description: '**Proven**, see [the run](https://mlflow.example/1).',
      fields,
      footer: { text: 'incident #1' },
    },
  ];
  expect(messageText(message({ embeds }), look)).toBe(
    [
      '  ▌ Drift detected',
      '  ▌ Proven, see the run (https://mlflow.example/1).',
      '  ▌ Drift score  0.31 (threshold 0.25)',
      '  ▌ Since  5 min ago',
      '  ▌ Top features',
      '  ▌   amount  ████',
      '  ▌   load    █',
      '  ▌ incident #1',
    ].join('\n'),
  );
});

it('says what can be pressed, what is shown in pictures, and who alone sees it', () => {
  const attachments = [
    { id: '3', filename: 'drift.png', description: 'score over time', type: 'image/png', bytes: Buffer.of() },
  ];
  const components = [
    {
      type: 1,
      components: [
        { type: 2, style: 1, label: 'Acknowledge', custom_id: 'a' },
        { type: 2, style: 2, label: 'Resolve', custom_id: 'b', disabled: true },
        { type: 2, style: 5, label: 'MLflow', url: 'https://mlflow.example' },
      ],
    },
    { type: 1, components: [{ type: 3, placeholder: 'Snooze', custom_id: 'c', options: [] }] },
  ];
  expect(messageText(message({ hidden: true, content: 'Sure?', attachments, components }), look)).toBe(
    [
      '  ▌ (only who asked sees this)',
      '  ▌ Sure?',
      '  ▌ [picture drift.png: score over time]',
      '  ▌ [ Acknowledge ]  ( Resolve )  [ MLflow -> ]',
      '  ▌ [ Snooze v ]',
    ].join('\n'),
  );
});

it('colours the bar as Discord does, where the terminal has colours', () => {
  const embeds = [{ title: 'Drift', color: 0xed4245 }];
  expect(messageText(message({ embeds }), { ...look, colour: true })).toContain('\u001b[38;2;237;66;69m▌');
});
