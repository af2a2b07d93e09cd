import { describe, expect, it } from 'vitest';
import { casesOf, type VectorCase } from '../../core/stats/vectors.ts';
import type { Detector } from './detector.ts';
import { type AdwinOptions, adwin } from './detectors/adwin.ts';
import { type DdmOptions, ddm } from './detectors/ddm.ts';
import { everyK } from './detectors/every-k.ts';
import { hddmA } from './detectors/hddm-a.ts';
import { againstKnown, ours } from './detectors/ours.ts';
import { type PageHinkleyOptions, pageHinkley } from './detectors/page-hinkley.ts';

function alarmsOf(detector: Detector, errors: Iterable<number>): number[] {
  return Array.from(errors, (error, row) => (detector.update(error) ? row : -1)).filter((row) => row >= 0);
}

const bitsOf = ({ input }: VectorCase) => Array.from(String(input['bits']), Number);
const paramsOf = ({ params }: VectorCase): Record<string, number> => ({ ...params });

/*
 * The vectors hold forms that River (github.com/online-ml/river) had once. Read in its sources: `river/drift/adwin_c.pyx`
 * of 0.21.2 scans `range(bucket.current_idx - 1)`, which leaves the newest bucket of every size out (`adwinRiver`); 0.22.0
 * says `range(bucket.current_idx)`, and so does the Rust port since (`rust_src/adwin.rs`), which is the paper's scan
 * (`adwin`). Both forget the whole window with the row after an alarm (`if self.drift_detected: self._reset()`), where
 * paper and vectors drop its old part only. `river/drift/page_hinkley.py` keeps `max(0, ...)` up to 0.11.1 (`pageHinkley`)
 * and has been two-sided, from the extremes of the sum, since 0.13.0. DDM and HDDM-A are the same in all of them.
 * .ci/peers/statistics.sh holds our options for the later forms against the releases themselves.
 */
const detectors: Record<string, (vector: VectorCase) => Detector> = {
  adwin: (v) => adwin(paramsOf(v) as Partial<AdwinOptions>),
  adwinRiver: (v) => adwin({ ...(paramsOf(v) as Partial<AdwinOptions>), scan: 'newest left out' }),
  ddm: (v) => ddm(paramsOf(v) as Partial<DdmOptions>),
  hddmA: (v) => hddmA(paramsOf(v)['driftConfidence']),
  pageHinkley: (v) => pageHinkley(paramsOf(v) as Partial<PageHinkleyOptions>),
};

describe('the classical detectors alarm where the reference vectors say', () => {
  for (const [fn, detector] of Object.entries(detectors)) {
    const vectors = casesOf(fn);
    it(`${fn} has all its 4 cases`, () => expect(vectors).toHaveLength(4));
    it.each(vectors)('$id', (vector) => {
      expect({ alarms: alarmsOf(detector(vector), bitsOf(vector)) }).toEqual(vector.expected);
    });
  }
});

/** 1,000 rows without an error, then only errors: 0-based row 1,000 is the first of them. */
const broken = Array.from({ length: 2_000 }, (_, row) => Number(row >= 1_000));

describe('the options of the detectors', () => {
  const recovered = [...broken].reverse();

  it('ADWIN tells of a fall too, unless only rises are asked for', () => {
    expect(alarmsOf(adwin(), recovered)).not.toEqual([]);
    expect(alarmsOf(adwin({ tells: 'rise' }), recovered)).toEqual([]);
    expect(alarmsOf(adwin({ tells: 'rise' }), broken)).toEqual(alarmsOf(adwin(), broken));
  });

  it('ADWIN that resets starts an empty window with the row after its alarm', () => {
    const detector = adwin({ afterAlarm: 'reset' });
    const [first = 0] = alarmsOf(detector, broken.slice(0, 1_024));
    expect(first).toBe(1_023);
    // Of the window it cut the next check would cut again; of an empty one it cannot.
    expect(alarmsOf(detector, broken.slice(1_024, 1_056))).toEqual([]);
    expect(alarmsOf(adwin(), broken.slice(0, 1_056))).toEqual([1_023, 1_055]);
  });

  it('Page-Hinkley tells of a fall only in the form with extremes', () => {
    const settings = { threshold: 20 };
    expect(alarmsOf(pageHinkley(settings), recovered)).toEqual([]);
    expect(alarmsOf(pageHinkley({ ...settings, form: 'from its extremes' }), recovered)).not.toEqual([]);
  });
});

describe('the dummy', () => {
  it('alarms every k rows whatever it is given', () => {
    expect(alarmsOf(everyK(300), broken)).toEqual([299, 599, 899, 1199, 1499, 1799]);
  });
});

describe('our own bet as a detector', () => {
  it('finds a broken model within a few rows and knows since when', () => {
    const detector = againstKnown(0.1, 0.02);
    const alarm = broken.findIndex((error) => detector.update(error));
    expect(alarm).toBeLessThan(1_010);
    expect(alarm + 1 - (detector.sinceChange?.() ?? 0)).toBe(1_000);
  });

  it('trusts a baseline of few rows less', () => {
    const delayAfter = (rows: number) => {
      const detector = ours({ errors: rows / 10, rows });
      return broken.findIndex((error) => detector.update(error));
    };
    expect(delayAfter(10_000)).toBeLessThan(delayAfter(50));
  });
});
