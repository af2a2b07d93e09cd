// What the picture of a card shows: panels with every word said and every number measured. Types only.

export interface Chart {
  readonly title: string;
  /** What the picture says, in words, for those who do not see it. */
  readonly alt: string;
  /** BCP 47: how dates and the numbers of axes are written. */
  readonly locale: string;
  /** IANA name of the zone that the time axis is written in. */
  readonly timezone: string;
  /** From top to bottom. All line panels share one time axis. */
  readonly panels: readonly Panel[];
  /** What the card says where the picture is not taken. */
  readonly leftOut: string;
}

export type Panel = LinePanel | BarPanel;

/** Values over time. */
export interface LinePanel {
  readonly kind: 'line';
  readonly title: string;
  readonly lines: readonly Line[];
  readonly threshold: Threshold | null;
  readonly marks: readonly Mark[];
  /** Values that the axis shows at least, and those it never goes beyond; null = it goes where the lines go. */
  readonly axis: { readonly shows: readonly number[]; readonly limits: readonly [number, number] | null };
  /** Said in place of lines that hold no value. */
  readonly empty: string;
}

export interface Line {
  /** Stands at the end of the line. */
  readonly name: string;
  /** A second line is dashed. */
  readonly look: 'main' | 'second';
  /** [milliseconds since the epoch, value], in any order; null = a gap. */
  readonly points: readonly (readonly [at: number, value: number | null])[];
}

interface Threshold {
  readonly value: number;
  readonly name: string;
  /** The side of it that main lines are red on. */
  readonly bad: 'above' | 'below' | 'none';
}

/** A moment that mattered. */
export interface Mark {
  readonly at: number;
  readonly name: string;
  readonly look: 'good' | 'bad' | 'plain';
}

/** Sizes side by side; at most twelve are drawn. */
export interface BarPanel {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly threshold: Pick<Threshold, 'value' | 'name'> | null;
  /** The value of a full bar; null = the largest. */
  readonly full: number | null;
  readonly empty: string;
}

export interface Bar {
  readonly name: string;
  /** From 0 upwards. */
  readonly value: number;
  /** Its value in words, beside the bar. */
  readonly said: string;
  readonly look: 'main' | 'bad' | 'muted';
}
