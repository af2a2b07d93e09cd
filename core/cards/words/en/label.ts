import { count, counted } from '../../numbers.ts';

export const label = {
  title: (stored: number, watch: string) =>
    `${stored === 0 ? 'No label' : counted(stored, 'label')} stored - ${watch}`,
  notStored: 'Not stored',
  more: (hidden: number) => ` and ${count(hidden)} more`,
  unknown: ': no prediction has this id',
};
