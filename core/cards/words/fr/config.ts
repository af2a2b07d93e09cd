import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted, form } = numbers;

export const config: Words['config'] = {
  title: '⚙️ Ce qui vaut, et qui l’a décidé',
  noSecrets: 'Les secrets sont nommés, jamais montrés.',
  hidden: (watches) =>
    `${counted(watches, 'autre veille', 'autres veilles')} non ${form(watches, 'affichée')} ; une seule : `,
  storage: 'Stockage',
  configured: 'configuré',
  notConfigured: 'non configuré',
  notifier: 'Destination des cartes',
  source: (kind) => `source ${kind}`,
  trained: (estimator) => `entraîné ici (${estimator})`,
  external: 'servi ailleurs',
  mlflow: 'modèle de MLflow',
  mode: 'mode',
  policy: 'politique',
  threshold: 'seuil',
  replacedBy: ', fixé par ',
  insteadOf: ' au lieu de ',
  budget: (alarms) => `fausses alarmes par semaine : ${alarms}`,
  window: (rows) => `fenêtre de ${rows} lignes`,
  every: (span) => `un contrôle toutes les ${span}`,
  zone: 'fuseau horaire',
  channel: 'salon',
  generalChannel: 'celui de toutes les veilles',
  operators: 'Opérateurs',
  admins: 'Admins',
  manageServer: 'qui peut gérer le serveur',
  also: ' et ',
  general: 'Salon de toutes les veilles',
  digest: 'Bilan',
  changed: 'Autre que le réglage par défaut',
  secrets: 'Secrets',
  set: (origin) => `défini (${origin})`,
  notSet: 'non défini',
  origins: {
    'watches file': 'fichier des veilles',
    'secret file': 'fichier secret',
    environment: 'environnement',
    default: 'par défaut',
  },
};
