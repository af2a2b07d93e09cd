import { describe, expect, it } from 'vitest';
import { configOf, faultsOf, faultsOfWatches } from './reading-config.ts';

const synthetic = { kind: 'synthetic' };
const file = { kind: 'file', path: 'rows.csv' };

const watchesOf = (content: unknown, env = {}) =>
  configOf({ ...env, WATCHES_FILE: 'watches.json' }, { 'watches.json': JSON.stringify(content) }).watches;

const faultsOfText = (text: string) => faultsOf({ WATCHES_FILE: 'watches.json' }, { 'watches.json': text });

describe('watches together', () => {
  it('have names of their own', () => {
    const twice = { name: 'demo', source: synthetic };
    expect(faultsOfWatches([twice, twice])).toEqual([
      { path: 'WATCHES_FILE: demo', message: 'two watches have this name: rename one' },
    ]);
  });

  it('cannot be observed without a reference', () => {
    expect(faultsOfWatches([{ name: 'served', source: { kind: 'observed' } }])).toEqual([
      { path: 'WATCHES_FILE: served', message: expect.stringContaining('reference.path') },
    ]);
  });

  describe('of a model served elsewhere', () => {
    const external = { name: 'away', champion: 'external' };
    const faultOf = (entry: object) =>
      faultsOfWatches([{ ...external, ...entry }]).map(({ message }) => message);
    const answered = { ...file, prediction: 'said', score: 'p' };

    it('take rows from files that name what it said, or from POST /observations', () => {
      const reference = { path: 'reference.csv', prediction: 'said', score: 'p' };
      expect(
        watchesOf([
          { ...external, name: 'file', source: answered, reference, positive: 1 },
          { ...external, name: 'http', source: { kind: 'observed', drop: ['email'] } },
        ]),
      ).toMatchObject([
        { champion: 'external', positive: '1' },
        { champion: 'external', positive: null, source: { drop: ['email'] } },
      ]);
    });

    it('cannot do without its predictions', () => {
      expect(faultOf({ source: file })).toEqual([expect.stringContaining('(source.prediction)')]);
      expect(faultOf({ source: answered, reference: { path: 'r.csv', score: 'p' } })).toEqual([
        expect.stringContaining('(reference.prediction)'),
      ]);
      expect(faultOf({ source: answered, reference: { path: 'r.csv', prediction: 'said' } })).toEqual([
        expect.stringContaining('reference.score beside source.score'),
      ]);
    });

    it('cannot have synthetic rows', () => {
      expect(faultOf({ source: synthetic })).toEqual([
        expect.stringContaining('no model elsewhere has seen'),
      ]);
    });

    it('are the only ones whose scores have a positive class', () => {
      expect(faultsOfWatches([{ name: 'ours', source: synthetic, positive: 'yes' }])).toEqual([
        { path: 'WATCHES_FILE: ours', message: expect.stringContaining('champion "external"') },
      ]);
    });

    it('keep every row that is sent', () => {
      for (const store of ['none', 'sampled'])
        expect(faultOf({ source: { kind: 'observed' }, store })).toEqual([
          expect.stringContaining(`store cannot be "${store}"`),
        ]);
    });
  });

  describe('of a model registered in MLflow', () => {
    const server = { MLFLOW_TRACKING_URI: 'http://mlflow:5555' };
    const mlflow = { name: 'churn', champion: 'mlflow', source: file };

    it('find it by the alias champion of their name, or by the one they name', () => {
      const own = { model: 'models:/Their Model.v2@prod', classes: [0, 1] };
      const trainCommand = ['python', 'train.py', '{data}', '--out={output}'];
      const trained = { trainCommand, trainTimeout: 5, trainEnvironment: ['CUDA_HOME'] };
      expect(
        watchesOf(
          [mlflow, { ...mlflow, ...own, name: 'other' }, { ...mlflow, ...trained, name: 'third' }],
          server,
        ),
      ).toMatchObject([
        { champion: 'mlflow', foreign: { name: 'churn', alias: 'champion', classes: null, command: null } },
        { foreign: { name: 'Their Model.v2', alias: 'prod', classes: ['0', '1'] } },
        { foreign: { command: { argv: trainCommand, timeoutMs: 300_000, environment: ['CUDA_HOME'] } } },
      ]);
    });

    it('need the tracking server', () => {
      expect(faultsOfWatches([mlflow])).toEqual([
        { path: 'WATCHES_FILE: churn', message: expect.stringContaining('set MLFLOW_TRACKING_URI') },
      ]);
    });

    it('are the only ones with a model, its classes and a training command', () => {
      const keys = {
        model: 'models:/a@b',
        classes: ['no', 'yes'],
        trainCommand: ['train', '{data}', '{output}'],
        trainTimeout: 5,
        trainEnvironment: ['A'],
      };
      for (const [key, value] of Object.entries(keys))
        expect(faultsOfWatches([{ name: 'ours', source: file, [key]: value }])).toEqual([
          {
            path: 'WATCHES_FILE: ours',
            message: expect.stringMatching(`^${key} tells of a model registered`),
          },
        ]);
    });
  });

  it('that live on what /predict saw keep some of it', () => {
    const reference = { path: 'reference.csv', label: 'y' };
    const served = { name: 'served', source: { kind: 'observed' }, reference };
    expect(watchesOf([{ ...served, store: 'sampled' }])).toMatchObject([{ store: 'sampled' }]);
    expect(faultsOfWatches([{ ...served, store: 'none' }])).toEqual([
      { path: 'WATCHES_FILE: served', message: expect.stringContaining('store cannot be "none"') },
    ]);
  });

  it('cannot join later labels without an id and a label column', () => {
    const fault = {
      path: 'WATCHES_FILE: churn',
      message: expect.stringContaining('source.id and source.label'),
    };
    const labels = { ...file, labels: 'late.csv' };
    expect(faultsOfWatches([{ name: 'churn', source: labels }])).toEqual([fault]);
    expect(faultsOfWatches([{ name: 'churn', source: { ...labels, id: 'id' } }])).toEqual([fault]);
    expect(watchesOf([{ name: 'churn', source: { ...labels, id: 'id', label: 'y' } }])).toHaveLength(1);
  });

  it('cannot have a * before the last part of a path', () => {
    const fault = { path: 'WATCHES_FILE: churn', message: expect.stringContaining('last part of a path') };
    expect(faultsOfWatches([{ name: 'churn', source: { ...file, path: 'data/*/rows.csv' } }])).toEqual([
      fault,
    ]);
    expect(watchesOf([{ name: 'churn', source: { ...file, path: 'data/*.csv' } }])).toHaveLength(1);
  });

  it('cannot measure accuracy without labels, whoever asked for mode seed', () => {
    const fault = { path: 'WATCHES_FILE: churn', message: expect.stringContaining('source.label') };
    const entry = { name: 'churn', source: file };
    expect(faultsOfWatches([{ ...entry, mode: 'seed' }])).toEqual([fault]);
    expect(faultsOfWatches([entry], { DRIFT_MODE: 'seed' })).toEqual([fault]);
    expect(watchesOf([{ ...entry, mode: 'seed', source: { ...file, label: 'y' } }])).toHaveLength(1);
  });
});

describe('a watches file', () => {
  const list = 'write a JSON list with at least one watch into the file';
  it.each(['[]', '{}', 'null'])('that holds %s is refused: it is a list of watches', (text) => {
    expect(faultsOfText(text)).toEqual([{ path: 'WATCHES_FILE', message: list }]);
  });

  it('that cannot be read is refused without repeating the path', () => {
    expect(faultsOf({ WATCHES_FILE: '/none' })).toEqual([
      { path: 'WATCHES_FILE', message: 'the file cannot be read: check its path and who may read it' },
    ]);
  });

  it('that is not JSON is refused by line and column, and nothing of it is repeated', () => {
    const [fault, ...others] = faultsOfText('[\n  { "name": "demo",\n    "source": CANARY }\n]');
    expect(fault).toEqual({
      path: 'WATCHES_FILE',
      message: 'the file is not JSON: correct line 3, column 15',
    });
    expect(others).toEqual([]);
  });
});
