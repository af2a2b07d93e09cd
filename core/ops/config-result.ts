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
  /** What people replaced meanwhile; null = they did not. */
  readonly replaced: {
    readonly threshold: Replaced<number> | null;
    readonly policy: Replaced | null;
    readonly channel: Replaced | null;
  };
}

export interface Replaced<T = string> {
  readonly value: T;
  readonly by: string;
  readonly at: number;
}

/** When and where the digest is told. */
export interface DigestPlan {
  /** 0-23, in the zone. */
  readonly hour: number;
  readonly zone: string;
  /** null = the channel of cards that are of no watch. */
  readonly channel: string | null;
  readonly off: boolean;
  /** Who decided last; null = nobody, it is the default. */
  readonly decided: { readonly by: string; readonly at: number } | null;
  /** null = it is off. */
  readonly next: number | null;
}

/** A setting that was replaced or given back. */
export interface SettingResult {
  readonly setting: 'channel' | 'policy' | 'operators' | 'admins';
  /** null = of the whole service. */
  readonly watch: string | null;
  /** Ids are separated by commas; null = none. */
  readonly before: string | null;
  readonly now: string | null;
  /** What the watches file or the environment says. */
  readonly own: string | null;
  /** null = it was given back. */
  readonly decided: { readonly by: string; readonly at: number } | null;
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
  /** What people replaced of the service; `admins` come beside those of the environment. */
  readonly replaced: Readonly<Record<'channel' | 'operators' | 'admins', Replaced | null>>;
  readonly digest: DigestPlan;
  readonly watches: readonly WatchConfig[];
}
