import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

export const backlog: Words['backlog'] = {
  done: (watch) => `📚 Retard rattrapé - ${watch}`,
  going: (watch) => `⏳ Rattrapage en cours - ${watch}`,
  summary: ({ rows, checks, alarms }) => {
    const drift =
      alarms === 0
        ? 'Aucune dérive n’y a été prouvée.'
        : `Une dérive y a été prouvée ${counted(alarms, 'fois', 'fois')}.`;
    return `${counted(rows, 'ligne')} en ${counted(checks, 'contrôle')}, comme si chacun avait été fait en son temps. ${drift}`;
  },
  alarms: 'Alarmes',
  reference: 'Référence',
  served: (version) => `v${version}, servie ailleurs`,
  challengers: 'Challengers',
  came: (promoted, rejected) =>
    `${count(promoted)} ${form(promoted, 'promu')}, ${count(rejected)} ${form(rejected, 'écarté')}`,
  serving: 'Actuellement en service',
  rowsFrom: 'Lignes du',
  until: ' au ',
  next: (command) => ['voir le dernier rapport avec ', { code: command }],
};
