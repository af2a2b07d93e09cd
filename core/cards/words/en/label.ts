import { numbers } from './numbers.ts';

export const label = {
  title: (stored: number, watch: string) =>
    `${stored === 0 ? 'No label' : numbers.counted(stored, 'label')} stored - ${watch}`,
  notStored: 'Not stored',
  more: (hidden: number) => ` and ${numbers.count(hidden)} more`,
  unknown: ': no prediction has this id',
};
