// The API: traffic, its speed, and who is turned away.
import type { HttpMetrics, Rejection } from '../../metrics.ts';
import { type Makers, observe } from './meter.ts';

const rejections: readonly Rejection[] = ['auth', 'rate', 'overload', 'size'];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The class of the status is left to the counter: with both, fifty routes would be a thousand series. */
const answers = [0.01, 0.05, 0.25, 0.5, 2.5];

export function httpMetrics({ gauge, counter, histogram }: Makers): HttpMetrics {
  const inFlight = gauge('http_requests_in_flight', 'Requests that wait for their answer');
  const requests = counter('http_requests_total', 'Requests answered', 'method', 'route', 'status_class');
  const took = histogram(
    'http_request_duration_seconds',
    { help: 'From a request to its answer', buckets: answers },
    'method',
    'route',
  );
  const rejected = counter('http_rejected_total', 'Requests turned away', 'reason');
  for (const reason of rejections) rejected.inc({ reason }, 0);
  return {
    requestBegan: () => inFlight.inc(),
    requestEnded({ method: asked, route, status, seconds }) {
      inFlight.dec();
      const method = methods.has(asked) ? asked : 'other';
      requests.inc({ method, route, status_class: `${Math.floor(status / 100)}xx` });
      observe(took, { method, route }, seconds);
    },
    requestRejected: (reason) => rejected.inc({ reason }),
  };
}
