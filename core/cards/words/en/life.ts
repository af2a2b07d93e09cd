export const life = {
  acknowledge: 'Acknowledge',
  snooze: 'Snooze',
  unsnooze: 'Unsnooze',
  resolve: 'Resolve',
  spans: { '1h': '1 hour', '6h': '6 hours', '24h': '24 hours', resolved: 'until resolved' },
};
