export const dryRun = {
  title: (promoted: boolean, watch: string) =>
    promoted
      ? `🧪 Dry run: the challenger would be promoted - ${watch}`
      : `🧪 Dry run: the champion would stay - ${watch}`,
  nothing: 'Nothing was changed: no version, no promotion, no run.',
  gate: 'Gate',
};
