import LogisticRegression from 'ml-logistic-regression';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { encode } from '../../../core/estimators/encoder.ts';
import { type ExchangeForm, fromExchange, toExchange } from '../../../core/estimators/exchange.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { majority } from '../../../core/estimators/majority.ts';
import { type Frame, schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const size = [1, 2, 2.5, 3, 4, 5, 5.5, 6, 7, 8, 9, null];
const shade = [
  'dark',
  'dark',
  'pale',
  'dark',
  'pale',
  'pale',
  'dark',
  'pale',
  'grey',
  'grey',
  'pale',
  'grey',
];
const two = frameOf({ size, shade }, ['a', 'a', 'b', 'a', 'a', 'b', 'b', 'a', 'b', 'b', 'b', 'a']);
const three = frameOf({ size, shade }, ['a', 'a', 'b', 'a', 'c', 'b', 'b', 'a', 'b', 'c', 'c', 'c']);
const probes = frameOf(
  {
    size: [-40, -1, 0, 1.5, 2.7, 3.3, 4.4, 5.1, 6.2, 7.7, 12, 60, null],
    shade: [
      'pale',
      'dark',
      'new',
      null,
      'grey',
      'dark',
      'pale',
      'dark',
      'grey',
      'pale',
      'dark',
      null,
      'pale',
    ],
  },
  Array(13).fill(null),
);

function stored(frame: Frame): ExchangeForm {
  const model = logistic.fit(frame, schemaOf(frame), { inverseL2: 10 });
  return JSON.parse(JSON.stringify(toExchange(model)));
}

function columnsOf(rows: Frame, form: ExchangeForm): Matrix {
  return Matrix.from1DArray(rows.rows, form.vigie.columns.length, [...encode(rows, form.vigie.encoding)]);
}

describe.each([
  ['two', two],
  ['three', three],
])('the exchange form of a model of %s classes', (_, train) => {
  const model = logistic.fit(train, schemaOf(train), { inverseL2: 10 });

  it('is read by the library, which predicts the same classes', () => {
    const form = stored(train);
    const library = LogisticRegression.load(structuredClone(form));
    for (const rows of [train, probes]) {
      const ours = Array.from(logistic.score(model, rows).predicted, (code) => model.schema.classes[code]);
      expect(library.predict(columnsOf(rows, form)).map((code) => form.vigie.labels[code])).toEqual(ours);
    }
  });

  it('becomes the same model again, through JSON', () => {
    const copy = fromExchange(stored(train));
    expect(copy).toEqual(model);
    expect(logistic.score(copy, probes)).toEqual(logistic.score(model, probes));
  });

  it('comes out of the library as it went in', () => {
    const { vigie, ...form } = stored(train);
    const library = LogisticRegression.load(structuredClone(form));
    expect(JSON.parse(JSON.stringify(library))).toEqual(form);
    expect(vigie.columns).toEqual(['size', 'shade=dark', 'shade=grey', 'shade=pale', '(intercept)']);
  });

  it('is left alone by being read', () => {
    const form = stored(train);
    fromExchange(form);
    expect(form).toEqual(stored(train));
  });
});

describe('toExchange', () => {
  it('lets the library compute the probability of the second of two classes', () => {
    const form = stored(two);
    const [first] = LogisticRegression.load(structuredClone(form)).classifiers;
    const scores = first?.testScores(columnsOf(probes, form)) ?? [];
    const { probabilities } = logistic.score(fromExchange(form), probes);
    expect(scores).toHaveLength(probes.rows);
    scores.forEach((value, row) => {
      expect(value).toBeCloseTo(probabilities[row * 2 + 1] ?? Number.NaN, 12);
    });
  });

  it('numbers only the classes that training saw', () => {
    const schema = { features: schemaOf(two).features, classes: ['0', 'a', 'b'] };
    const form = toExchange(logistic.fit(two, schema, { inverseL2: 1 }));
    expect(form).toMatchObject({ numberClasses: 2, vigie: { labels: ['a', 'b'] } });
  });

  it('refuses a model of another estimator', () => {
    const floor = majority.fit(two, schemaOf(two), { inverseL2: 1 });
    expect(() => toExchange(floor)).toThrowError(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('fromExchange', () => {
  const good = stored(three);
  const [one, ...others] = good.classifiers;

  it.each([
    ['nothing', null],
    ['a model of another name', { ...good, name: 'KNN' }],
    ['a form written by the library alone', { ...good, vigie: undefined }],
    ['too few classifiers', { ...good, classifiers: others }],
    ['a classifier without weights', { ...good, classifiers: [{}, ...others] }],
    ['a weight too few', { ...good, classifiers: [{ weights: [one?.weights[0]?.slice(1)] }, ...others] }],
    ['a weight that is no number', { ...good, classifiers: [{ weights: [['x', 1, 2, 3, 4]] }, ...others] }],
    ['a weight that was NaN', { ...good, classifiers: [{ weights: [[null, 1, 2, 3, 4]] }, ...others] }],
    ['a class that the schema has not', { ...good, vigie: { ...good.vigie, classes: [0, 1, 7] } }],
    ['a class too few', { ...good, vigie: { ...good.vigie, classes: [0, 1] } }],
    ['an encoding that is none', { ...good, vigie: { ...good.vigie, encoding: [null] } }],
    ['a feature too few', { ...good, vigie: { ...good.vigie, encoding: good.vigie.encoding.slice(1) } }],
  ])('refuses %s', (_, form) => {
    expect(() => fromExchange(form)).toThrowError(expect.objectContaining({ code: 'bad_data' }));
  });
});
