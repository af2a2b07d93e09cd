// The dashboard as a whole: rows laid out on the grid, the choice of watches, and what happened on the time line. Pure.
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { built, prometheus } from './panels.ts';
import { domain } from './rows.ts';
import { service } from './service-rows.ts';

const columns = 24;

/** Grafana refuses a file whose dashboard changes its uid. */
export function dashboardOf(): Dashboard {
  const whole = new DashboardBuilder('Vigie')
    .uid('vigie')
    .description('Drift, accuracy and retraining of the watched models, and the service around them.')
    .tags(['vigie', 'machine-learning'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .variables([watches()])
    .annotations([
      happened(
        'Drift found',
        'red',
        'changes(ml_drift_detected{watch=~"$watch"}[1m]) > 0 and ml_drift_detected == 1',
      ),
      happened(
        'Promotion',
        'green',
        'sum by (watch) (increase(ml_retrains_total{watch=~"$watch",result="promoted"}[1m])) > 0',
      ),
    ]);
  layOut(whole);
  return whole.build();
}

function layOut(whole: DashboardBuilder): void {
  let id = 0;
  let y = 0;
  for (const { title, height, panels } of [...domain, ...service]) {
    whole.withRow(new RowBuilder(title).id(++id).gridPos({ x: 0, y, w: columns, h: 1 }));
    y += 1;
    let x = 0;
    for (const panel of panels) {
      if (x + panel.width > columns) {
        x = 0;
        y += height;
      }
      whole.withPanel(built(panel).id(++id).gridPos({ x, y, w: panel.width, h: height }));
      x += panel.width;
    }
    y += height;
  }
}

function watches(): QueryVariableBuilder {
  return new QueryVariableBuilder('watch')
    .label('Watch')
    .description('The watches to show.')
    .datasource(prometheus)
    .query('label_values(ml_drift_threshold, watch)')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: 'All', value: '$__all' });
}

function happened(name: string, color: string, expr: string): AnnotationQueryBuilder {
  const query = new DataqueryBuilder().datasource(prometheus).refId('A').expr(expr).range();
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(prometheus)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .step('60s')
    .titleFormat(name)
    .textFormat('{{watch}}')
    .target(query);
}
