// The dummy every table of detectors needs beside it: an alarm every k rows, whatever the rows say. Pure.
import type { Detector } from '../detector.ts';

export function everyK(k: number): Detector {
  let rows = 0;
  return {
    update() {
      rows += 1;
      return rows % k === 0;
    },
  };
}
