export const run = {
  name: 'MLflow run',
  states: { queued: 'queued', kept: 'kept here, no MLflow is set', refused: 'refused, see /status' },
  model: 'MLflow model',
  version: (version: string) => `MLflow version ${version}`,
  compare: 'Compare in MLflow',
  cells: { none: '-', kept: 'kept', queued: 'queued', refused: 'refused' },
  link: (id: string) => `MLflow run ${id}`,
};
