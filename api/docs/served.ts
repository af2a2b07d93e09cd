// The document of a running service, made when somebody first asks for it.
import type { Answer, Desk, Route } from '../route.ts';
import { documentOf } from './document.ts';
import { kept } from './page.ts';

type Service = Pick<Desk, 'version' | 'openReads' | 'metricsToken'>;

/** It stays the same for as long as the service runs. */
const made = new WeakMap<Service, Answer>();

export function documentAnswer(routes: readonly Route[], service: Service): Answer {
  const known = made.get(service);
  if (known !== undefined) return known;
  const { version, openReads, metricsToken } = service;
  const value = JSON.stringify(
    documentOf(routes, { version, openReads, guardedMetrics: metricsToken !== null }),
  );
  const answer = { value, type: 'application/json; charset=utf-8', headers: kept(value) };
  made.set(service, answer);
  return answer;
}
