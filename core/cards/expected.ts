// A change that was expected belongs to the reference: the card that says so, and the words for it on others. Pure.
import type { Incident } from '../news.ts';
import { across, bareCard, type Card, type Rich } from './card.ts';
import { counted } from './numbers.ts';

interface Expected {
  readonly watch: string;
  readonly incident: number;
  readonly version: number;
  readonly rows: number;
  readonly referenceRows: number;
}

export function expectedCard(result: Expected, at: number): Card {
  const { watch, incident, version, rows, referenceRows } = result;
  return {
    ...bareCard,
    tone: 'good',
    title: `✅ Change taken as expected - ${watch} v${version}`,
    summary: [
      `${counted(rows, 'row')} since the change joined the reference, which now holds ${counted(referenceRows, 'row')}. `,
      `The model is the same; incident #${incident} is closed and counts as no false alarm.`,
    ],
    fields: [
      across('What you can do', 'should the model learn from it too: ', { code: `/retrain watch:${watch}` }),
    ],
    footer: `${watch} · v${version}`,
    at,
  };
}

/** What a person typed comes last, so that it cannot pass for ours. */
export function expectedSentence({ expected }: Incident, elsewhere: boolean): Rich {
  return [
    { strong: expected?.by ?? 'An operator' },
    ` said that this change was expected: its rows joined the reference${elsewhere ? '' : ', the model is the same'}.`,
    ...(expected?.reason == null ? [] : [` Reason: ${expected.reason}`]),
  ];
}

/** What a person can do where nothing has to be mended. */
export function expectedStep(watch: string): Rich {
  return ['was it expected, say so with ', { code: `/expected watch:${watch}` }, '; '];
}
