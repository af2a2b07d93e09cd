/** What stands on buttons and above menus: short, on a phone five share a row. */
export const actions = {
  retrain: 'Retrain now',
  expected: 'Expected',
  promoteAnyway: 'Promote anyway',
  rollback: 'Roll back',
  check: 'Check now',
  report: 'Full report',
  watch: 'Which watch?',
  confirm: 'Confirm',
  cancel: 'Cancel',
};
