import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

const aside = (rows: number) => counted(rows, 'ligne mise de côté', 'lignes mises de côté');

const windows: Readonly<Record<string, string>> = {
  last: 'dernières',
  'since the change': 'depuis le changement',
  continued: 'prolongée',
  'half-life': 'demi-vie',
  all: 'toutes',
};

/** Outcomes name windows "last 500", "since the change (260)", "continued 3000", "half-life 1000", "all 12345". */
export function windowName(name: string): string {
  const [, kind = '', rows = ''] = /^([a-z -]*[a-z]) ?\(?(\d*)\)?$/.exec(name) ?? [];
  const many = rows === '' ? '' : ` ${count(Number(rows))}`;
  const said = windows[kind];
  return said === undefined ? name : `${said}${many}`;
}

export const retrain: Words['retrain'] = {
  promoted: (watch, change) => `✅ Modèle réentraîné - ${watch} ${change}`,
  rejected: (watch, version) => `⚠️ Challenger écarté - ${watch} reste en v${version}`,
  kept: (version, command) => [
    `le challenger est gardé en v${version} : le mettre en service avec `,
    { code: command },
  ],
  footer: (watch, holdoutRows) => `${watch} · ${aside(holdoutRows)}`,
  beforeAfter: 'Exactitude avant -> après',
  championChallenger: 'Exactitude champion -> challenger',
  sameRows: (rows) => `sur les mêmes ${aside(rows)}`,
  judgedBy: 'Jugé sur',
  challengerOnly: (rows) => `seul le challenger a raison : ${count(rows)}`,
  championOnly: (rows) => `seul le champion a raison : ${count(rows)}`,
  needs: ', il faut au plus ',
  probabilities: 'Probabilités',
  logLoss: 'log-loss ',
  trigger: 'Déclencheur',
  duration: 'Durée',
  challengers: 'Challengers (● jugé)',
  heads: ['fenêtre', 'lignes', 'C', 'exactitude', 'log-loss', 'p'],
  windowName,
  triggers: {
    first: () => 'premier entraînement',
    drift: () => 'dérive',
    schedule: () => 'calendrier',
    expected: (by) => `un changement attendu par ${by}`,
    learning: () => 'un historique plus long',
    manual: (by) => `demandé par ${by}`,
    api: (by) => `demandé par ${by}`,
  },
  reasons: {
    score: (challenger, champion, rows) =>
      `a raison là où l’autre se trompe : challenger ${count(challenger)}, champion ${count(champion)}, sur ${aside(rows)}`,
    better: (score, p, most) => `le challenger est meilleur (${score} ; p = ${p}, il faut au plus ${most})`,
    continued: (score, p, most) =>
      `le même régime avec deux fois plus de lignes, sans perte (${score} ; p = ${p}, il faut au plus ${most})`,
    chance: (score, p, most) =>
      `le challenger est devant, mais ce peut être le hasard (${score} ; p = ${p}, il faut au plus ${most})`,
    notBetter: (score) => `le challenger n’est pas meilleur (${score})`,
    labels: (challenger, baseline) =>
      `même le meilleur challenger n’atteint qu’une exactitude de ${challenger}, là où le champion avait ${baseline} : étiquettes fausses, ou changement que les variables n’expliquent pas`,
    log_loss: (by, most) =>
      `les probabilités du challenger sont moins bonnes : log-loss en hausse de ${by}, au plus ${most} admis`,
    calibration: (by, most) =>
      `les probabilités du challenger tiennent moins leurs promesses : erreur de calibration en hausse de ${by}, au plus ${most} admis`,
    segment: (segment, score, p) => `le challenger est moins bon là où ${segment} (${score} ; p = ${p})`,
    scoreOn: (challenger, champion, rows) =>
      `a raison là où l’autre se trompe : challenger ${count(challenger)}, champion ${count(champion)}, sur ${counted(rows, 'ligne', 'lignes')}`,
    forced: (otherwise) => `imposé par un admin ; sinon : ${otherwise}`,
    shadow: (otherwise) => `la politique shadow ne promeut jamais ; sinon : ${otherwise}`,
  },
};
