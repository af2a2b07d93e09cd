// The picture on a run's page in MLflow: English, as everything there.
import { driftChart } from '../core/cards/drift-chart.ts';
import { wordsOf } from '../core/cards/words/index.ts';
import type { World } from '../core/ops/world.ts';
import type { Charts } from './chart/charts.ts';

export function runPicture(charts: Charts): Required<World>['picture'] {
  const words = wordsOf('en');
  return async ({ report, trend, timezone }) => {
    const picture = await charts.draw(driftChart({ watch: report.watch, trend, timezone }, report, words));
    return picture?.png ?? null;
  };
}
