// The ledger of alarms that stands beside the budget of false ones. It counts: which of them were false, people say. Pure.
import type { Ledger } from '../news.ts';
import type { Alarm } from '../state.ts';
import { ledgerMs } from './monitor.ts';

const weekMs = 7 * 86_400_000;

/** `at`: the time alarms are looked back from, on the clock that dates them (event time where rows carry it). */
export function ledgerOf(
  alarms: readonly Alarm[],
  { at, falseAlarmsPerWeek }: { at: number; falseAlarmsPerWeek: number | null },
): Ledger {
  const since = (span: number) => alarms.filter((alarm) => at - alarm.at < span);
  const kept = since(ledgerMs);
  return {
    falseAlarmsPerWeek,
    week: since(weekMs).length,
    days90: kept.length,
    expected: kept.filter(({ expected }) => expected).length,
  };
}
