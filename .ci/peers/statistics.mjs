// Seeded random inputs and what the built code answers to them, one JSON object a line, for statistics.py to judge.
// Usage: node statistics.mjs ROUNDS > cases.jsonl, with dist/ built by tsconfig.bench.json
const [rounds = '100'] = process.argv.slice(2);
const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const stats = (name) => built(`core/stats/${name}`);
const peers = (name) => built(`test/bench/drift/${name}`);

const { randomNumbers } = await built('test/bench/random');
const { sortedFinite } = await stats('sorted-sample');
const { kolmogorovSmirnov } = await stats('kolmogorov-smirnov');
const { ksPExact } = await stats('ks-p-value');
const { wasserstein } = await stats('wasserstein');
const { mannWhitneyAuc } = await stats('mann-whitney');
const { chiSquare } = await stats('chi-square');
const { jensenShannon } = await stats('jensen-shannon');
const { kullbackLeibler } = await stats('kullback-leibler');
const { totalVariation } = await stats('total-variation');
const { psi } = await stats('psi');
const { fisherMore } = await stats('fisher-exact');
const { chiSquareQuantile, chiSquareSf } = await stats('special/chi-square-law');
const { betaQuantile, incompleteBeta } = await stats('special/incomplete-beta');
const { kolmogorovSf } = await stats('special/kolmogorov-law');
const { binomialTail } = await stats('special/binomial-law');
const { normalCdf, normalQuantile } = await stats('special/normal-law');
const { logGamma } = await stats('special/log-gamma');
const { clopperPearsonUpper } = await built('core/evaluation/clopper-pearson');
const { mcnemar } = await built('core/evaluation/mcnemar');
const { cramerVonMises } = await peers('statistics/cramer-von-mises');
const { andersonDarling } = await peers('statistics/anderson-darling');
const { gTest } = await peers('statistics/g-test');
const { cramersV } = await peers('statistics/cramers-v');
const { hellinger } = await peers('statistics/hellinger');
const { lInfinity } = await peers('statistics/l-infinity');
const { adwin } = await peers('detectors/adwin');
const { ddm } = await peers('detectors/ddm');
const { hddmA } = await peers('detectors/hddm-a');
const { pageHinkley } = await peers('detectors/page-hinkley');

const line = (kind, input, ours) => process.stdout.write(`${JSON.stringify({ kind, input, ours })}\n`);

/** Bell, heavy tail, waiting times, ties, few values, constant. */
const shapes = [
  (random) => random.normal(),
  (random) => random.normal() / random.normal(),
  (random) => -Math.log(random.uniform()) * 1e-3,
  (random) => Math.round(5 * random.normal()),
  (random) => Math.floor(3 * random.uniform()) * 1e6,
  () => 2,
];

function samples(random) {
  const shape = shapes[Math.floor(shapes.length * random.uniform())];
  const shift = random.uniform() < 0.5 ? 0 : Math.round(4 * random.normal());
  const size = () => 1 + Math.floor(10 ** (2.5 * random.uniform()));
  const draw = (count, by) => Float64Array.from({ length: count }, () => shape(random) + by);
  const [reference, current] = [draw(size(), 0), draw(size(), shift)];
  const [a, b] = [sortedFinite(reference).values.slice(), sortedFinite(current).values.slice()];
  const ks = kolmogorovSmirnov(a, b).value;
  const several = new Set([...a, ...b]).size > 1 && a.length + b.length > 3;
  line(
    'samples',
    { reference: [...reference], current: [...current] },
    {
      ks,
      ksExact: ksPExact(ks, { n: a.length, m: b.length }),
      w1: wasserstein(a, b).value.distance,
      auc: mannWhitneyAuc(a, b).value,
      ...(a.length > 1 && b.length > 1 && several ? { cvm: cramerVonMises(a, b) } : {}),
      ...(several ? { ad: andersonDarling(a, b) } : {}),
    },
  );
}

function counts(random) {
  const cells = 1 + Math.floor(12 * random.uniform());
  const scale = 10 ** (4 * random.uniform());
  const draw = () =>
    Uint32Array.from({ length: cells }, () =>
      random.uniform() < 0.2 ? 0 : Math.floor(scale * random.uniform()),
    );
  const [reference, current] = [draw(), draw()];
  if (reference.every((count) => count === 0) || current.every((count) => count === 0)) return;
  line(
    'counts',
    { reference: [...reference], current: [...current] },
    {
      chi2: chiSquare(reference, current).value,
      g: gTest(reference, current),
      js: jensenShannon(reference, current).value,
      kl: kullbackLeibler(reference, current).value,
      psi: psi(reference, current).value,
      tv: totalVariation(reference, current).value,
      hellinger: hellinger(reference, current),
      lInfinity: lInfinity(reference, current),
      v: cramersV(reference, current).v,
    },
  );
}

function shares(random) {
  const rows = () => 1 + Math.floor(10 ** (3.5 * random.uniform()));
  const share = () => {
    const all = rows();
    return { rows: all, hits: Math.floor((all + 1) * random.uniform() ** 2) };
  };
  const [reference, current] = [share(), share()];
  const confidence = 1 - 10 ** (-0.3 - 3 * random.uniform());
  const { challengerBetter, twoSided } = mcnemar({
    championOnlyRight: reference.hits,
    challengerOnlyRight: current.hits,
  });
  line(
    'shares',
    { reference, current, confidence },
    {
      fisherMore: fisherMore(reference, current),
      clopperPearson: clopperPearsonUpper(current.hits, current.rows, confidence),
      mcnemar: challengerBetter,
      mcnemarTwoSided: twoSided,
    },
  );
}

function special(random) {
  const x = 10 ** (2 * random.uniform() - 1);
  const p = random.uniform();
  const [a, b] = [10 ** (3 * random.uniform() - 1), 10 ** (3 * random.uniform() - 1)];
  const dof = 1 + Math.floor(50 * random.uniform());
  const trials = 1 + Math.floor(1_000 * random.uniform());
  const k = Math.floor((trials + 1) * random.uniform());
  line(
    'special',
    { x, p, a, b, dof, trials, k },
    {
      chi2Sf: chiSquareSf(x * dof, dof),
      chi2Quantile: chiSquareQuantile(p, dof),
      beta: incompleteBeta(a, b, p),
      betaQuantile: betaQuantile(p, a, b),
      kolmogorov: kolmogorovSf(x),
      binomial: binomialTail(k, { trials, chance: p }),
      normalCdf: normalCdf(-x),
      normalQuantile: normalQuantile(p),
      logGamma: logGamma(a),
    },
  );
}

/** Errors whose rate steps, falls, ramps or stays. */
function errors(random) {
  const length = 1_500 + Math.floor(2_500 * random.uniform());
  const rate = () => 0.02 + 0.6 * random.uniform() ** 2;
  const rates = [rate(), rate(), rate()];
  const ramps = random.uniform() < 0.3;
  const bits = Array.from({ length }, (_, row) => {
    const at = (3 * row) / length;
    const before = rates[Math.floor(at)];
    const after = rates[Math.min(2, Math.floor(at) + 1)];
    return Number(random.uniform() < (ramps ? before + (after - before) * (at % 1) : before));
  });
  const alarms = (detector) => bits.flatMap((bit, row) => (detector.update(bit) ? [row] : []));
  line(
    'errors',
    { bits: bits.join('') },
    {
      adwin: alarms(adwin({ afterAlarm: 'reset' })),
      adwinNewestLeftOut: alarms(adwin({ afterAlarm: 'reset', scan: 'newest left out' })),
      ddm: alarms(ddm()),
      hddmA: alarms(hddmA()),
      pageHinkley: alarms(pageHinkley({ form: 'from its extremes', threshold: 20 })),
      pageHinkleyDefault: alarms(pageHinkley({ form: 'from its extremes' })),
    },
  );
}

for (let round = 1; round <= Number(rounds); round++) {
  const random = randomNumbers(round);
  for (const make of [samples, counts, shares, special, errors]) make(random);
}
