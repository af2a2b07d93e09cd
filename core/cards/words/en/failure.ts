export const failure = {
  title: '❌ Not done',
  failed: (operation: string, watch: string) => `❌ ${operation} failed - ${watch}`,
  remedy: 'What to do',
  faults: 'Faults',
  code: (code: string) => `error code: ${code}`,
};
