export const life = {
  acknowledge: 'Acknowledge',
  retrain: 'Retrain now',
  snooze: 'Snooze',
  unsnooze: 'Unsnooze',
  expected: 'Expected',
  resolve: 'Resolve',
  rollback: 'Roll back',
  spans: { '1h': '1 hour', '6h': '6 hours', '24h': '24 hours', resolved: 'until resolved' },
};
