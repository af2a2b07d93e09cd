// MongoDB, MLflow, Discord: whether they answer, and how fast.
import type { Dependency, ServiceMetrics } from '../../metrics.ts';
import type { Clock } from '../../ports.ts';
import { type Makers, observe } from './meter.ts';

const seconds = [0.01, 0.05, 0.25, 1, 5, 15];
/** What a call found so long ago says nothing of now: another process may have made all calls since. */
const freshMs = 600_000;

export function dependencyMetrics(
  { gauge, histogram }: Makers,
  clock: Clock,
): Pick<ServiceMetrics, 'asked'> & { readonly fade: () => void } {
  const up = gauge('dependency_up', '1 when it answered the last call of this process', 'dependency');
  const took = histogram(
    'dependency_request_duration_seconds',
    { help: 'How long one call took, answered or not', buckets: seconds },
    'dependency',
  );
  const askedAt = new Map<Dependency, number>();
  return {
    asked(dependency, answered, ended) {
      askedAt.set(dependency, clock.now());
      up.set({ dependency }, answered ? 1 : 0);
      observe(took, { dependency }, ended);
    },
    fade() {
      for (const [dependency, at] of askedAt) {
        if (clock.now() - at <= freshMs) continue;
        askedAt.delete(dependency);
        up.remove({ dependency });
      }
    },
  };
}
