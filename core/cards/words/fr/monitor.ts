import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, decimal, form, written } = numbers;

const inADay = (rows: number) => `en un jour d’environ ${counted(rows, 'ligne')}`;

export const monitor: Words['monitor'] = {
  name: 'Le moniteur',
  untried: 'Il y a trop peu d’historique pour l’essayer.',
  tried: (alarms, span) =>
    `Sur le dernier tiers de votre référence, ce moniteur aurait donné l’alarme ${counted(alarms, 'fois', 'fois')} en ${span}.`,
  noNumber: 'Aucune variable numérique ne peut encore prouver de dérive.',
  noShift: (feature, rowsPerDay) => `Aucun décalage de ${feature} ne peut être prouvé ${inADay(rowsPerDay)}.`,
  shift: (feature, rowsPerDay, shift) =>
    `Le plus petit décalage de ${feature} qu’il peut prouver ${inADay(rowsPerDay)} est d’environ ${decimal(shift, 1)} ${form(shift, 'écart-type', 'écarts-types')}.`,
  designed: (falseAlarms) =>
    `Conçu pour au plus ${written(String(falseAlarms))} ${form(falseAlarms, 'fausse alarme', 'fausses alarmes')} par semaine en moyenne, sur des données semblables à votre référence.`,
  learning: (still, signals) => {
    const which =
      still === signals
        ? `les ${counted(signals, 'signal', 'signaux')}`
        : `${count(still)} sur ${counted(signals, 'signal', 'signaux')}`;
    return `En apprentissage : ${which}, capables d’éveiller un soupçon mais pas de donner l’alarme.`;
  },
  because: (signals, reason, end) => `- ${count(signals)} parce que ${reason} : ${end}`,
  ends: {
    'few rows': 'davantage de lignes y mettront fin',
    'short history':
      'davantage d’historique y mettra fin (le réglage « cycle » dit combien de temps dure un cycle)',
    'restless history': 'un historique plus long y mettra peut-être fin',
    'few labels': 'davantage d’étiquettes y mettront fin',
  },
  alarms: 'Alarmes',
  ledger: (week, days90) => `${count(week)} cette semaine, ${count(days90)} en 90 jours`,
  expected: (expected) => `, dont ${count(expected)} ${form(expected, 'jugée attendue', 'jugées attendues')}`,
  budget: (falseAlarms) =>
    `budget : au plus ${written(String(falseAlarms))} ${form(falseAlarms, 'fausse')} par semaine en moyenne`,
};
