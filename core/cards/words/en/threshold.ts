export const threshold = {
  title: (now: string, watch: string) => `🎚️ Threshold ${now} - ${watch}`,
  set: (before: string, own: string) =>
    `It was ${before}; the setting of the watch is ${own}. It holds from the next check on, and a restart keeps it.`,
  own: (before: string) => `It was ${before}; the setting of the watch holds again from the next check on.`,
  reset: 'Back to the setting',
};
