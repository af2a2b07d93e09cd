/** Changes that are asked about twice. */
export const confirm = {
  valid: 'valid for a minute, for you alone',
  prompt: 'Go on? [y/N] ',
  confirmed: { title: '☑️ Confirmed', said: 'What it came to is told in the channel.' },
  cancelled: { title: '✖️ Cancelled', said: 'Nothing was changed.' },
  now: 'Serves now',
  next: 'Would serve',
  version: (version: number) => `v${version}`,
  accuracy: (accuracy: string) => `accuracy ${accuracy} when it was trained`,
  approve: {
    title: (watch: string, from: number, to: number) => `✋ Approve ${watch} v${from} -> v${to}?`,
    said: 'It passed the gate. What is open is closed, and later rows are held against this version.',
  },
  promote: {
    title: (watch: string, from: number, to: number) => `⬆️ Promote ${watch} v${from} -> v${to}?`,
    said: 'No gate is asked. What is open is closed, and later rows are held against this version.',
  },
  rollback: {
    title: (watch: string, from: number, to: number) => `↩️ Roll back ${watch} v${from} -> v${to}?`,
    said: 'The version that served before takes over; a second rollback undoes it.',
  },
  train: {
    title: (watch: string) => `⚠️ Train ${watch} anew by force?`,
    said: 'A model trained on the newest rows takes over without being compared with the one that serves.',
    next: 'a new version, whatever it is worth',
  },
  retrain: {
    title: (watch: string) => `⚠️ Promote on ${watch} whatever the gate says?`,
    said: 'The best challenger takes over even when it is not better than the champion.',
    next: 'the best challenger',
  },
};
