// Commands that show nothing of the data and so never wait for the disk: a client can always find out who is there.

import type { Command } from './host.ts';
import { LONGEST_MESSAGE } from './wire.ts';

/** Wire version of MongoDB 7.0, whose commands and error codes this server follows. */
const WIRE_VERSION = 21;

const ok: Command = () => ({ ok: 1 });

// A standalone server: without a set name drivers neither retry writes nor open change streams.
const hello: Command = (host) => ({
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16 * 1024 * 1024,
  maxMessageSizeBytes: LONGEST_MESSAGE,
  maxWriteBatchSize: 100_000,
  localTime: new Date(host.now()),
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: WIRE_VERSION,
  readOnly: false,
  embedded: host.identity(),
  ok: 1,
});

const buildInfo: Command = () => ({
  version: '7.0.0',
  versionArray: [7, 0, 0, 0],
  gitVersion: 'embedded',
  modules: [],
  maxBsonObjectSize: 16 * 1024 * 1024,
  ok: 1,
});

export const greetings: Readonly<Record<string, Command>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: ok,
  endSessions: ok,
  buildInfo,
  buildinfo: buildInfo,
};
