// A setting that a person replaced or gave back, and the question before it where it decides who may do what. Pure.
import type { DigestPlan, SettingResult } from '../ops/config-result.ts';
import { bareCard, beside, button, type Card, type Part, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

type Setting = SettingResult['setting'];

export function settingCard(result: SettingResult, { words, at }: Telling): Card {
  const { setting, watch, before, now, own, decided } = result;
  const { settings, threshold } = words;
  const shown = (value: string | null) => written(setting, value, words);
  const args = { setting, ...(watch === null ? {} : { watch }) };
  return {
    ...bareCard,
    tone: decided === null ? 'plain' : 'warn',
    title: settings.title(
      settings.names[setting],
      now?.replaceAll(',', ', ') ?? settings.none[setting],
      watch ?? settings.service,
    ),
    summary: [
      ...(decided === null
        ? [settings.again, shown(own), settings.was, shown(before), '. ']
        : [settings.now, shown(now), settings.was, shown(before), settings.own, shown(own), '. ']),
      settings.note[setting],
    ],
    actions: decided === null ? [] : [button('plain', threshold.reset, { command: 'config reset', args })],
    footer: watch ?? '',
    at,
  };
}

interface Change {
  readonly setting: 'operators' | 'admins';
  /** Ids, separated by commas; null = as the environment says. */
  readonly now: string | null;
  readonly next: string | null;
}

export function settingQuestion({ setting, now, next }: Change, { words, at }: Telling): Card {
  const { settings } = words;
  const shown = (value: string | null) => written(setting, value, words);
  return {
    ...bareCard,
    tone: 'warn',
    title: settings.ask[setting],
    summary: [settings.note[setting]],
    fields: [beside(settings.present, shown(now)), beside(settings.wanted, shown(next))],
    at,
  };
}

/** Ids in code: they mention nobody. */
function written(setting: Setting, value: string | null, { settings }: Words): Part {
  return value === null ? settings.none[setting] : { code: value.replaceAll(',', ', ') };
}

export function digestPlanCard(plan: DigestPlan, { words, at }: Telling): Card {
  const { digestPlan, threshold } = words;
  const { off, decided } = plan;
  return {
    ...bareCard,
    tone: off ? 'warn' : 'plain',
    title: off ? digestPlan.offTitle : digestPlan.title(hourOf(plan), plan.zone),
    summary: off ? [digestPlan.offUntil, { code: '/digest set off:false' }, '.'] : whenAndWhere(plan, words),
    actions:
      decided === null ? [] : [button('plain', threshold.reset, { command: 'digest reset', args: {} })],
    at,
  };
}

/** As a line of what holds; `decided` = who decided so. */
export function digestPlanLine(plan: DigestPlan, decided: Rich, words: Words): Rich {
  const { digestPlan } = words;
  if (plan.off) return [digestPlan.off, ...decided];
  return [digestPlan.at(hourOf(plan), plan.zone), ...decided, '. ', ...whenAndWhere(plan, words)];
}

function whenAndWhere({ next, channel }: DigestPlan, { digestPlan }: Words): Rich {
  return [
    ...(next === null
      ? []
      : [
          digestPlan.next,
          { time: next, style: 'full' } as const,
          ' (',
          { time: next, style: 'relative' } as const,
          '). ',
        ]),
    ...(channel === null ? [digestPlan.usual] : [digestPlan.channel, { code: channel }, '.']),
  ];
}

const hourOf = ({ hour }: DigestPlan) => `${String(hour).padStart(2, '0')}:00`;
