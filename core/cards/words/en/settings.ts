/** What a person replaces while the service runs. */
export const settings = {
  title: (name: string, value: string, of: string) => `⚙️ ${name}: ${value} - ${of}`,
  service: 'all watches',
  names: {
    channel: 'Channel of the cards',
    policy: 'Retraining policy',
    operators: 'Operators',
    admins: 'More admins',
  },
  none: {
    channel: 'none of its own',
    policy: 'none',
    operators: 'who has Manage Server',
    admins: 'nobody more',
  },
  now: 'Now ',
  was: '; it was ',
  own: '; its setting is ',
  again: 'The setting holds again: ',
  note: {
    channel: 'Cards that stand are edited where they are; /alerts test shows whether new ones arrive.',
    policy: 'It holds from the next check on, and a restart keeps it.',
    operators:
      'Whoever has Manage Server stays an operator; Discord shows the others the commands in a minute.',
    admins: 'Whoever is an admin by the environment stays one.',
  },
  ask: { operators: '🔑 Change who the operators are?', admins: '🔑 Change who the admins are?' },
  present: 'Now',
  wanted: 'Then',
};

/** When and where the digest is told. */
export const digestPlan = {
  title: (hour: string, zone: string) => `🗓️ Digest every day at ${hour} (${zone})`,
  at: (hour: string, zone: string) => `every day at ${hour} (${zone})`,
  offTitle: '🔕 No digest',
  off: 'off',
  offUntil: 'None is told until somebody turns it on: ',
  next: 'The next one comes ',
  usual: 'It goes where cards go that are of no watch.',
  channel: 'It goes to channel ',
};
