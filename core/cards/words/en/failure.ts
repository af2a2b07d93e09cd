export const failure = {
  title: '❌ Not done',
  failed: (operation: string, watch: string) => `❌ ${operation} failed - ${watch}`,
  remedy: 'What to do',
  faults: 'Faults',
  more: (hidden: number) => `and ${hidden} more`,
  code: (code: string) => `error code: ${code}`,
};
