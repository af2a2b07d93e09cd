// What the questions to Prometheus have in common. Pure.

/** Grafana's own: four scrapes at least, and no less than a step of the picture. */
export const rate = '$__rate_interval';
/** The watches that are chosen at the top. */
export const ofWatch = '{watch=~"$watch"}';

interface Within {
  /** Labels to keep apart, `le` among them. */
  readonly by?: string;
  readonly selector?: string;
  readonly window?: string;
}

/** The quantile of a histogram; `share` 0..1. */
export function quantile(
  share: number,
  metric: string,
  { by = 'le', selector = '', window = rate }: Within = {},
): string {
  return `histogram_quantile(${share}, sum by (${by}) (rate(${metric}_bucket${selector}[${window}])))`;
}
