export const noData = {
  title: (watch: string) => `📭 No data - ${watch}`,
  back: (watch: string) => `📬 Data is back - ${watch}`,
  means:
    'Rows came at a steady pace and have stopped. Nothing can be checked meanwhile: look whether whatever writes them still runs.',
  cameBack: 'Rows come again, and are checked again.',
  since: 'None since',
  checks: 'Empty checks',
  rows: 'New rows',
};
