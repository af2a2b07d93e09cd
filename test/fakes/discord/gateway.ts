// The fake Discord's gateway: HELLO, IDENTIFY, RESUME with replay, heartbeats, and the ways it fails.
import type { Server } from 'node:http';
import { GatewayOpcodes, type GatewayResumeData, type GatewaySendPayload } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildCreate, ready } from './payloads.ts';
import type { FakeState } from './state.ts';

interface Session {
  readonly id: string;
  readonly sent: { s: number; t: string; d: unknown }[];
  /** Null while its client is away. */
  socket: WebSocket | null;
}

export interface FakeGateway {
  /** Sends an event to every session, or keeps it for its return. */
  dispatch(t: string, d: unknown): void;
  /** Cuts all connections: with a close code, or without a word. */
  kick(code?: number): void;
  /** Asks all clients to come back with a RESUME (op 7). */
  reconnect(): void;
  /** Tells all clients that their session is over and cannot be resumed (op 9). */
  invalidSession(): void;
  /** Goes silent on heartbeats, a zombie, or answers them again. */
  deafen(deaf: boolean): void;
  /** How often clients that come from now on shall send heartbeats, in milliseconds; 41,250. */
  heartbeatEvery(ms: number): void;
  /** Closes whoever identifies from now on with this code; null = lets them in again. */
  refuseLogin(code: number | null): void;
  connected(): boolean;
  /** Clients that are connected and identified. */
  clients(): number;
  stop(): void;
}

export function createGateway(state: FakeState, server: Server, url: () => string): FakeGateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  let deaf = false;
  let interval = 41_250;
  let refused: number | null = null;

  const push = (session: Session, t: string, d: unknown) => {
    const event = { s: session.sent.length + 1, t, d };
    session.sent.push(event);
    if (session.socket !== null) say(session.socket, GatewayOpcodes.Dispatch, event);
  };

  /** A client that closes with 1000 or 1001 gives its session up. */
  function leave(session: Session, { socket, code }: { socket: WebSocket; code: number }): void {
    if (session.socket === socket) session.socket = null;
    if (code === 1000 || code === 1001) sessions.delete(session.id);
  }

  function identify(socket: WebSocket, token: string): void {
    const code = token === state.token ? refused : 4004;
    if (code !== null) return void socket.close(code);
    const session: Session = { id: state.id(), sent: [], socket };
    sessions.set(session.id, session);
    socket.on('close', (code) => leave(session, { socket, code }));
    push(session, 'READY', ready(state, session.id, state.resumeUrl ?? url()));
    push(session, 'GUILD_CREATE', guildCreate(state));
    state.events.emit('ready');
  }

  function resume(socket: WebSocket, d: GatewayResumeData): void {
    const session = sessions.get(d.session_id);
    if (session === undefined || d.token !== state.token) {
      say(socket, GatewayOpcodes.InvalidSession, { d: false });
      return;
    }
    session.socket = socket;
    socket.on('close', (code) => leave(session, { socket, code }));
    for (const event of session.sent.filter(({ s }) => s > d.seq)) {
      say(socket, GatewayOpcodes.Dispatch, event);
    }
    push(session, 'RESUMED', {});
    state.events.emit('resumed');
  }

  sockets.on('connection', (socket) => {
    say(socket, GatewayOpcodes.Hello, { d: { heartbeat_interval: interval } });
    socket.on('message', (data) => {
      const { op, d }: GatewaySendPayload = JSON.parse(String(data));
      if (op === GatewayOpcodes.Heartbeat && !deaf) say(socket, GatewayOpcodes.HeartbeatAck, {});
      if (op === GatewayOpcodes.Identify) identify(socket, d.token);
      if (op === GatewayOpcodes.Resume) resume(socket, d);
    });
  });

  return {
    dispatch: (t, d) => {
      for (const session of sessions.values()) push(session, t, d);
    },
    kick: (code) => {
      for (const socket of sockets.clients) code === undefined ? socket.terminate() : socket.close(code);
    },
    invalidSession: () => {
      sessions.clear();
      for (const socket of sockets.clients) say(socket, GatewayOpcodes.InvalidSession, { d: false });
    },
    reconnect: () => {
      for (const socket of sockets.clients) say(socket, GatewayOpcodes.Reconnect, {});
    },
    deafen: (on) => {
      deaf = on;
    },
    heartbeatEvery: (ms) => {
      interval = ms;
    },
    refuseLogin: (code) => {
      refused = code;
    },
    clients: () => [...sessions.values()].filter(({ socket }) => socket !== null).length,
    connected: () => [...sessions.values()].some(({ socket }) => socket !== null),
    stop: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function say(socket: WebSocket, op: GatewayOpcodes, rest: object): void {
  socket.send(JSON.stringify({ op, s: null, t: null, d: null, ...rest }));
}
