// What /config answers with: what holds and who decided it, never a secret. Types only.
import type { Watch } from '../watch.ts';

type SettingOrigin = 'secret file' | 'environment' | 'default';
export type Origin = 'watches file' | SettingOrigin;

export interface ShownSetting {
  readonly name: string;
  readonly origin: SettingOrigin;
  readonly set: boolean;
  /** As it was written; null = a secret. */
  readonly value: string | null;
}

type General = 'timezone' | 'policy' | 'mode' | 'threshold' | 'falseAlarmsPerWeek';

/** What a process was started with. */
export interface Setup {
  /** Version of Node. */
  readonly node: string;
  readonly settings: readonly ShownSetting[];
  /** By the name of the watch. */
  readonly origins: Readonly<Record<string, Readonly<Record<General, Origin>>>>;
}

export interface WatchConfig
  extends Pick<
    Watch,
    | 'name'
    | 'timezone'
    | 'window'
    | 'policy'
    | 'mode'
    | 'threshold'
    | 'falseAlarmsPerWeek'
    | 'cadenceMinutes'
    | 'estimator'
    | 'channel'
    | 'champion'
  > {
  /** Kind of its source. */
  readonly source: string;
  readonly origins: Readonly<Record<General, Origin>> | null;
  /** A person replaced the threshold meanwhile. */
  readonly override: { readonly value: number; readonly by: string; readonly at: number } | null;
}

export interface ConfigResult {
  readonly at: number;
  readonly service: {
    readonly name: string;
    readonly version: string;
    /** Of Node. */
    readonly node: string;
    readonly roles: readonly string[];
  };
  readonly storage: string;
  readonly mlflow: boolean;
  readonly notifier: string;
  readonly settings: readonly ShownSetting[];
  readonly watches: readonly WatchConfig[];
}
