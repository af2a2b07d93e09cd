export const run = {
  name: 'MLflow run',
  queued: 'queued',
  kept: 'kept here, no MLflow is set',
  refused: 'refused, see /status',
  link: (id: string) => `MLflow run ${id}`,
};
