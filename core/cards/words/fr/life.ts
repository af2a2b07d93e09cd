import type { Words } from '../index.ts';

export const life: Words['life'] = {
  acknowledge: 'Prendre en charge',
  snooze: 'Mettre en sourdine',
  unsnooze: 'Lever la sourdine',
  resolve: 'Clore',
  spans: { '1h': '1 heure', '6h': '6 heures', '24h': '24 heures', resolved: 'jusqu’à la résolution' },
};
