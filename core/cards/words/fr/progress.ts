import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';
import { windowName } from './retrain.ts';

const { counted, form } = numbers;

const onRows = (rows: number) => `sur ${counted(rows, 'ligne')}`;

export const progress: Words['progress'] = {
  work: {
    checking: 'Contrôle',
    training: 'Entraînement',
    retraining: 'Réentraînement',
    expecting: 'Mise à jour du moniteur',
  },
  step(step) {
    switch (step.id) {
      case 'reading rows':
        return 'lecture des lignes';
      case 'reading labels':
        return 'lecture des lignes étiquetées';
      case 'reading change':
        return 'lecture des lignes depuis le changement';
      case 'waiting':
        return `attend son tour : ${counted(step.before, 'réentraînement')} d’autres veilles avant lui`;
      case 'taking reference':
        return `prise de la référence ${onRows(step.rows)}`;
      case 'training':
        return `entraînement ${onRows(step.rows)}`;
      case 'challenging':
        return `entraînement sur la fenêtre « ${windowName(step.window)} »`;
      case 'challengers':
        return `entraînement de ${counted(step.of, 'challenger', 'challengers')}`;
      case 'challenged':
        return `challenger ${step.done} sur ${step.of} entraîné : ${windowName(step.window)}`;
      case 'judging':
        return `jugement ${onRows(step.rows)} mises de côté`;
      case 'fitting':
        return 'ajustement du gagnant sur toute sa fenêtre';
      case 'joining':
        return `${counted(step.rows, 'ligne')} ${form(step.rows, 'rejoint', 'rejoignent')} la référence`;
      case 'checking':
        return `${counted(step.checks, 'contrôle')}, ${counted(step.rows, 'ligne')}`;
      case 'promoted':
        return 'promu';
      case 'rejected':
        return 'écarté';
      case 'proposed':
        return 'attend une approbation';
    }
  },
};
