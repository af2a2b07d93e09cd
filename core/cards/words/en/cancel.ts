export const cancel = {
  title: (operation: string, watch: string) => `⏹️ Asked to stop: ${operation} - ${watch}`,
  begun: 'It was started by ',
  ends: '. It ends within seconds and answers where it was asked for; the model that serves stays as it is.',
};
