import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '#libs/kernel';
import { benjaminiHochbergAdjusted, holmAdjusted } from './adjusted-p-values.js';
import { averagePrecision } from './average-precision.js';
import { bcaInterval } from './bca-interval.js';
import { binaryReport } from './binary-report.js';
import { calibrationError } from './calibration.js';
import { clopperPearsonInterval } from './clopper-pearson-interval.js';
import { clusteredMean } from './clustered-mean.js';
import { confusionTable } from './confusion-table.js';
import { fleissKappa } from './fleiss-kappa.js';
import { jensenShannonDistance, populationStabilityIndex } from './histogram-drift.js';
import { kendallTau } from './kendall-tau.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { krippendorffAlpha, type RatingScale } from './krippendorff-alpha.js';
import { mcnemarOfScores } from './mcnemar-test.js';
import { pairedDifference } from './paired-difference.js';
import { type Statistic, valueOf } from './refusal.js';
import { samplingUnits } from './sampling-units.js';
import { precision, recall } from './table-scores.js';
import { theilSen } from './theil-sen.js';
import { unitHistogram } from './unit-bins.js';
import { wassersteinDistance } from './wasserstein-distance.js';
import { wilsonInterval } from './wilson-interval.js';

type Reference = {
  readonly data: { y: number[]; p: number[]; a: number[]; b: number[]; cluster: number[] };
  readonly binary: Record<string, number>;
  readonly intervals: { k: number; n: number; wilson: [number, number]; beta: [number, number] }[];
  readonly clustered: Record<string, number>;
  readonly mcnemar: { exact_p: number; midp: number; chi2_p: number; chi2_cc_p: number };
  readonly multiple: { p: number[]; holm: number[]; bh: number[] };
  readonly fleiss: { table: number[][]; kappa: number };
  readonly bca: {
    lcg_seed: number;
    B: number;
    z0: number;
    acceleration: number;
    ci_linear_quantile: [number, number];
  };
  readonly drift: Record<string, number>;
  readonly trend: {
    series: number[];
    kendall_tau: number;
    kendall_p: number;
    theil_sen_slope: number;
    theil_sen_ci: [number, number];
  };
  readonly krippendorff: { data: (number | null)[][] } & Record<RatingScale, number>;
};

const file = fileURLToPath(new URL('./reference-statistics.json', import.meta.url));
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const { y, p, a, b, cluster } = reference.data;
const prediction = p.map((probability) => (probability >= 0.5 ? 1 : 0));

const near = (got: number, want: number | undefined): void => {
  expect(Math.abs(got - (want ?? Number.NaN))).toBeLessThan(1e-9);
};

describe('scikit-learn’s figures', () => {
  const figures = binaryReport({ label: y, probability: p, prediction }, seededRandom('reference'));

  it.each([
    ['accuracy', 'accuracy'],
    ['balancedAccuracy', 'balanced'],
    ['f1', 'f1'],
    ['matthewsCorrelation', 'mcc'],
    ['kappa', 'kappa'],
    ['auroc', 'auroc'],
    ['averagePrecision', 'average_precision'],
    ['brier', 'brier'],
    ['logLoss', 'log_loss'],
  ] as const)('%s to nine digits, within its interval', (ours, theirs) => {
    const { value, lower, upper, n } = valueOf(figures[ours]);
    near(value, reference.binary[theirs]);
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
    expect(n).toBe(200);
  });

  it('precision, recall, average precision and calibration error', () => {
    const table = confusionTable(y, prediction);
    near(valueOf(precision(table)), reference.binary['precision']);
    near(valueOf(recall(table)), reference.binary['recall']);
    near(valueOf(averagePrecision(y, p)), reference.binary['average_precision']);
    near(valueOf(calibrationError(y, p)), reference.binary['ece15']);
  });

  it('calibration error is refused on 200 rows', () => {
    expect(figures.expectedCalibrationError).toMatchObject({ ok: false, error: { code: 'too-few-rows' } });
  });

  it('intervals widen when rows come in clusters of copies', () => {
    const copies = (list: readonly number[]): number[] =>
      list.flatMap((value) => [value, value, value, value]);
    const four = { label: copies(y), probability: copies(p), prediction: copies(prediction) };
    const names = copies(y.map((_, row) => row));
    const alone = binaryReport(four, seededRandom('copies'));
    const clustered = binaryReport({ ...four, cluster: names }, seededRandom('copies'));
    for (const name of ['accuracy', 'f1', 'matthewsCorrelation', 'auroc', 'brier'] as const) {
      const widthOf = (statistic: Statistic<{ lower: number; upper: number }>): number =>
        valueOf(statistic).upper - valueOf(statistic).lower;
      expect(widthOf(clustered[name]) / widthOf(alone[name])).toBeGreaterThan(1.7);
      expect(widthOf(clustered[name]) / widthOf(alone[name])).toBeLessThan(2.4);
    }
  });
});

describe('statsmodels’ and scipy’s figures', () => {
  it.each(reference.intervals.map((row) => [`${String(row.k)}/${String(row.n)}`, row] as const))(
    'Wilson and Clopper–Pearson of %s',
    (_name, { k, n, wilson, beta }) => {
      const score = wilsonInterval(k, n);
      near(score.lower, wilson[0]);
      near(score.upper, wilson[1]);
      const exact = clopperPearsonInterval(k, n);
      near(exact.lower, beta[0]);
      near(exact.upper, beta[1]);
    },
  );

  it('clustered standard errors of a mean, after Miller and with C/(C − 1)', () => {
    const mean = valueOf(clusteredMean(a, samplingUnits(a.length, cluster)));
    near(mean.mean, reference.clustered['mean_a']);
    near(mean.uncorrectedStandardError, reference.clustered['se_clustered_no_correction(Miller 2024 eq.)']);
    near(mean.standardError, reference.clustered['se_clustered_inspect(C/(C-1))']);
  });

  it('the paired difference, far narrower than the unpaired one', () => {
    const paired = pairedDifference(a, b, cluster);
    near(Math.abs(paired.difference), reference.clustered['paired_mean']);
    const uncorrected = valueOf(paired.standardError) * Math.sqrt((paired.clusters - 1) / paired.clusters);
    near(uncorrected, reference.clustered['paired_se_clustered']);
    expect(valueOf(paired.standardError)).toBeLessThan((reference.clustered['unpaired_se'] ?? 0) / 1.9);
  });

  it('McNemar exact, mid-p and chi-square', () => {
    const test = valueOf(mcnemarOfScores(a, b));
    near(test.exact, reference.mcnemar.exact_p);
    near(test.midP, reference.mcnemar.midp);
    near(test.chiSquare, reference.mcnemar.chi2_p);
    near(test.chiSquareCorrected, reference.mcnemar.chi2_cc_p);
  });

  it('Holm and Benjamini–Hochberg', () => {
    holmAdjusted(reference.multiple.p).forEach((value, index) => {
      near(value, reference.multiple.holm[index]);
    });
    benjaminiHochbergAdjusted(reference.multiple.p).forEach((value, index) => {
      near(value, reference.multiple.bh[index]);
    });
  });
});

describe('the bootstrap of the first model’s mean', () => {
  const meanOf = (rows: readonly number[]): number => rows.reduce((sum, row) => sum + row, 0) / rows.length;

  /** The resamples that the reference drew: rows by the linear congruential generator it names. */
  function referenceReplicates(): Float64Array {
    let state = reference.bca.lcg_seed;
    const draw = (): number => {
      state = (1_664_525 * state + 1_013_904_223) % 2 ** 32;
      return a[Math.floor((state / 2 ** 32) * a.length)] ?? Number.NaN;
    };
    return Float64Array.from({ length: reference.bca.B }, () => meanOf(a.map(draw)));
  }

  it('has the reference’s bias, acceleration and BCa interval', () => {
    const leaveOneOut = Float64Array.from(a, (_, left) => meanOf(a.filter((_row, row) => row !== left)));
    const replicates = referenceReplicates();
    const interval = valueOf(bcaInterval({ estimate: meanOf(a), replicates, leaveOneOut }));
    near(interval.bias, reference.bca.z0);
    near(interval.acceleration, reference.bca.acceleration);
    near(interval.lower, reference.bca.ci_linear_quantile[0]);
    near(interval.upper, reference.bca.ci_linear_quantile[1]);
  });
});

describe('drift of the second hundred probabilities against the first', () => {
  const [first, second] = [p.slice(0, 100), p.slice(100)];
  const [reference10, current10] = [unitHistogram(first, 10), unitHistogram(second, 10)];

  it('has scipy’s Kolmogorov–Smirnov test', () => {
    const { distance, pValue } = valueOf(kolmogorovSmirnov(first, second));
    near(distance, reference.drift['ks_stat']);
    near(pValue, reference.drift['ks_p']);
  });

  it('has scipy’s Wasserstein and Jensen–Shannon distances', () => {
    near(valueOf(wassersteinDistance(first, second)), reference.drift['wasserstein']);
    near(valueOf(jensenShannonDistance(reference10, current10)), reference.drift['js_distance_base2_hist10']);
  });

  it('has the population stability index of ten bins', () => {
    near(valueOf(populationStabilityIndex(reference10, current10)), reference.drift['psi10_eps1e-4']);
  });
});

describe('the trend of six slices', () => {
  const { series, kendall_tau, kendall_p, theil_sen_slope, theil_sen_ci } = reference.trend;
  const places = Array.from(series.keys());

  it('has scipy’s tau and exact p-value', () => {
    const { tau, pValue } = valueOf(kendallTau(places, series));
    near(tau, kendall_tau);
    near(pValue, kendall_p);
  });

  it('has scipy’s Theil–Sen slope and interval', () => {
    const { slope, lower, upper } = valueOf(theilSen(places, series));
    near(slope, theil_sen_slope);
    near(lower, theil_sen_ci[0]);
    near(upper, theil_sen_ci[1]);
  });
});

describe('agreement of raters', () => {
  it('Fleiss’ own example', () => {
    near(valueOf(fleissKappa(reference.fleiss.table)), reference.fleiss.kappa);
  });

  it.each(['nominal', 'ordinal', 'interval'] as const)('Krippendorff’s 2011 example, %s', (scale) => {
    near(valueOf(krippendorffAlpha(reference.krippendorff.data, scale)), reference.krippendorff[scale]);
  });

  it('is refused where nobody disagrees because nothing varies', () => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [1, 1],
        ],
        'nominal',
      ),
    ).toMatchObject({ ok: false, error: { code: 'zero-variance' } });
    expect(fleissKappa([[2, 0]])).toMatchObject({ ok: false });
  });
});
