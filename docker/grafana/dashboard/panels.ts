// The kinds of panel the dashboard is made of, each with what the SDK leaves to its user: letters, legend, reduction.
import {
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as HeatmapPanel } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimelinePanel } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as SeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';

/** The uid that is provisioned. */
export const prometheus = { type: 'prometheus', uid: 'prometheus' };

/** Legend of each query, and the query. */
type Queries = Readonly<Record<string, string>>;

export interface Panel {
  readonly kind: 'stat' | 'series' | 'bars' | 'states' | 'heatmap';
  readonly title: string;
  /** What a reader has to know to judge it. */
  readonly about: string;
  readonly unit: string;
  readonly queries: Queries;
  /** Of the 24 columns. */
  readonly width: number;
  /** From which value on orange, and red: lower than the first means that small values are the bad ones. */
  readonly bounds?: readonly [orange: number, red: number];
}

const letters = 'ABCDEF';

function targetsOf({ kind, queries }: Panel): DataqueryBuilder[] {
  return Object.entries(queries).map(([legend, expr], at) => {
    const query = new DataqueryBuilder()
      .datasource(prometheus)
      .refId(letters.charAt(at))
      .expr(expr)
      .legendFormat(legend);
    if (kind === 'heatmap') return query.format(PromQueryFormat.Heatmap).range();
    return kind === 'stat' ? query.instant() : query.range();
  });
}

function thresholdsOf({ bounds }: Panel): ThresholdsConfigBuilder {
  const step = (value: number | null, color: string): Threshold => ({ value, color });
  const [orange, red] = bounds ?? [null, null];
  const steps =
    orange === null || red === null
      ? [step(null, 'text')]
      : red > orange
        ? [step(null, 'green'), step(orange, 'orange'), step(red, 'red')]
        : [step(null, 'red'), step(red, 'orange'), step(orange, 'green')];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

const legend = () =>
  new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(['lastNotNull', 'max']);

const tooltip = () =>
  new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);

export type Built = StatPanel | SeriesPanel | TimelinePanel | HeatmapPanel;

export function built(panel: Panel): Built {
  const made = makers[panel.kind](panel);
  return made.title(panel.title).description(panel.about).datasource(prometheus).targets(targetsOf(panel));
}

const makers: Readonly<Record<Panel['kind'], (panel: Panel) => Built>> = {
  stat: (panel) =>
    new StatPanel()
      .unit(panel.unit)
      .thresholds(thresholdsOf(panel))
      .noValue('none yet')
      .graphMode(BigValueGraphMode.None)
      .textMode(BigValueTextMode.ValueAndName)
      .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false)),
  series: (panel) => series(panel, GraphDrawStyle.Line),
  bars: (panel) =>
    series(panel, GraphDrawStyle.Bars).stacking(
      new StackingConfigBuilder().mode(StackingMode.Normal).group('A'),
    ),
  states: (panel) =>
    new TimelinePanel()
      .unit(panel.unit)
      .thresholds(thresholdsOf(panel))
      .mergeValues(true)
      .showValue(VisibilityMode.Never)
      .legend(legend())
      .tooltip(tooltip()),
  heatmap: (panel) => new HeatmapPanel().unit(panel.unit).calculate(false),
};

function series(panel: Panel, style: GraphDrawStyle): SeriesPanel {
  return new SeriesPanel()
    .unit(panel.unit)
    .min(0)
    .drawStyle(style)
    .lineWidth(2)
    .fillOpacity(style === GraphDrawStyle.Bars ? 80 : 8)
    .showPoints(VisibilityMode.Never)
    .legend(legend())
    .tooltip(tooltip());
}
