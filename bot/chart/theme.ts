// Sizes and colours of charts. Pure. Made for a phone, where Discord shows 800 units on half as many points.

export const width = 800;
export const margin = 24;

export const sizes = { title: 26, panel: 21, label: 19 } as const;
/** From one line of labels to the next. */
export const lineHeight = 25;

/** On Discord's dark background; every one of them is doubled by a shape, a dash or a word. */
export const colours = {
  background: '#2B2D31',
  text: '#DBDEE1',
  muted: '#949BA4',
  grid: '#3F4147',
  line: '#7983F5',
  second: '#DBDEE1',
  bad: '#ED4245',
  good: '#57F287',
  threshold: '#FEE75C',
} as const;

export const dashes = { second: '2 7', threshold: '10 6', mark: '3 5' } as const;
