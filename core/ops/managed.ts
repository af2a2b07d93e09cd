// Who trains the model of a watch. Pure.
import type { Watch } from '../watch.ts';

/** A challenger can be had at our word. */
export function trainsHere({ champion, foreign }: Watch): boolean {
  return champion === 'trained' || foreign?.command != null;
}

/** The alias in MLflow that somebody else moves to a new version, where that is how the model is replaced. */
export function managedAs(watch: Watch): { readonly registered?: string } {
  if (watch.champion !== 'mlflow' || trainsHere(watch)) return {};
  const { name, alias } = watch.foreign ?? { name: watch.name, alias: 'champion' };
  return { registered: `models:/${name}@${alias}` };
}
