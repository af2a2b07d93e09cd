// The package ships no types: this is the part of ml-logistic-regression 2.0.0 the product touches.
// `train` is left out on purpose: it blocks for seconds to hours and diverges silently; solver.ts trains.
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix';

  namespace LogisticRegression {
    /** One class against the rest: `weights` is one row, a weight for each column of the design. */
    interface TwoClasses {
      readonly weights: Matrix;
      /** sigmoid(X weights): the chance that a row is NOT of this classifier's class. */
      testScores(rows: Matrix): number[];
    }

    interface Steps {
      readonly numSteps: number;
      readonly learningRate: number;
    }

    interface Form extends Steps {
      readonly name: 'LogisticRegression';
      readonly numberClasses: number;
      readonly classifiers: readonly (Steps & { readonly weights: readonly (readonly number[])[] })[];
    }
  }

  class LogisticRegression {
    readonly numSteps: number;
    readonly numberClasses: number;
    readonly classifiers: readonly LogisticRegression.TwoClasses[];
    /** Replaces the entries of `form.classifiers` in place: hand it a copy. */
    static load(form: LogisticRegression.Form): LogisticRegression;
    /** The class of each row: the classifier with the smallest score, the first on a tie. */
    predict(rows: Matrix): number[];
    toJSON(): unknown;
  }

  export = LogisticRegression;
}
