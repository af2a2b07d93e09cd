export const run = {
  name: 'MLflow run',
  queued: 'queued',
  link: (id: string) => `MLflow run ${id}`,
};
