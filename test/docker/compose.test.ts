import { existsSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  bindMounts,
  type Compose,
  containmentFaults,
  declarationFaults,
  dependencyFaults,
  imageFaults,
  portFaults,
  readCompose,
} from './compose.ts';

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = readCompose(text);

function planted(change: (broken: Compose) => void): Compose {
  const broken = readCompose(text);
  change(broken);
  return broken;
}

describe('the compose file', () => {
  it('publishes every port once, and on loopback only', () => {
    expect(portFaults(compose)).toEqual([]);
  });

  it('waits for the health only of services that report it', () => {
    expect(dependencyFaults(compose)).toEqual([]);
  });

  it('pins every image to a patch release', () => {
    expect(imageFaults(compose)).toEqual([]);
  });

  it('declares every volume and network it uses', () => {
    expect(declarationFaults(compose)).toEqual([]);
  });

  it('runs every service read-only, without capabilities and without new privileges', () => {
    expect(containmentFaults(compose)).toEqual([]);
  });

  it('mounts only files that exist', () => {
    expect(bindMounts(compose).filter(([, path]) => !existsSync(path))).toEqual([]);
  });

  it('takes from the environment only settings that .env.example explains', () => {
    const used = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    const example = readFileSync('.env.example', 'utf8');
    const explained = new Set([...example.matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name));
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !explained.has(name))).toEqual([]);
  });

  it('starts without any setting: no variable is required', () => {
    const uses = [...text.matchAll(/\$\{\w+([^}]*)\}/g)].map(([, rest = '']) => rest);
    expect(uses.filter((rest) => !rest.startsWith(':-'))).toEqual([]);
  });

  it('lets only Vigie reach the database', () => {
    const onStore = Object.entries(compose.services).filter(([, { networks }]) => networks.includes('store'));
    expect(onStore.map(([name]) => name).sort()).toEqual(['mongodb', 'vigie']);
    expect(compose.networks['store']?.internal).toBe(true);
    expect(compose.services['mongodb']?.networks).toEqual(['store']);
    expect(compose.services['mongodb']?.ports).toEqual([]);
  });
});

describe('the rules of the compose file', () => {
  it('refuse a port that other machines reach, and one that is taken', () => {
    const broken = planted(({ services }) => {
      services['grafana']?.ports.push('3001:3000', '127.0.0.1:8000:3000');
    });
    expect(portFaults(broken)).toEqual([
      'grafana: 3001:3000 is not published on loopback only',
      'grafana: port 8000 is taken',
    ]);
  });

  it('refuse to wait for the health of a service without a health check', () => {
    const broken = planted(({ services }) => {
      delete services['mongodb']?.healthcheck;
    });
    expect(dependencyFaults(broken)).toEqual([
      'vigie: waits for the health of mongodb, which has no healthcheck',
    ]);
  });

  it.each(['mongo', 'mongo:latest', 'mongo:8', 'mongo:8.0'])('refuse the image %s', (image) => {
    const broken = planted(({ services }) => {
      Object.assign(services['mongodb'] ?? {}, { image });
    });
    expect(imageFaults(broken)).toEqual([`mongodb: ${image} is not pinned`]);
  });

  it('refuse an undeclared volume and a service that may write to its image', () => {
    const broken = planted(({ services }) => {
      Object.assign(services['mlflow'] ?? {}, { volumes: ['elsewhere:/data'], read_only: false });
    });
    expect(declarationFaults(broken)).toEqual(['mlflow: volume elsewhere is not declared']);
    expect(containmentFaults(broken)).toEqual(['mlflow: is not contained']);
  });
});

describe('the health check of the database', () => {
  // The script runs in mongosh; here its four words stand for a server in a given state.
  function check(server: { initiated: boolean; primary: boolean }) {
    const script = compose.services['mongodb']?.healthcheck?.test.at(-1) ?? '';
    const seen = { initiate: 0, host: '', exit: -1 };
    runInNewContext(script, {
      rs: {
        status() {
          if (!server.initiated) throw new Error('no replset config has been received');
        },
        initiate(config: { members: { host: string }[] }) {
          seen.initiate += 1;
          seen.host = config.members[0]?.host ?? '';
        },
      },
      db: { hello: () => ({ isWritablePrimary: server.primary }) },
      quit: (code: number) => {
        seen.exit = code;
      },
    });
    return seen;
  }

  it('starts the replica set under the name Vigie connects to, and is not healthy yet', () => {
    const uri = compose.services['vigie']?.environment['MONGODB_URI'];
    const seen = check({ initiated: false, primary: false });
    expect(seen).toEqual({ initiate: 1, host: 'mongodb:27017', exit: 1 });
    expect(uri).toBe(`mongodb://${seen.host}/?replicaSet=rs0`);
  });

  it('is healthy once the member is primary, and starts nothing twice', () => {
    expect(check({ initiated: true, primary: true })).toMatchObject({ initiate: 0, exit: 0 });
  });

  it('is not healthy while no primary is elected', () => {
    expect(check({ initiated: true, primary: false })).toMatchObject({ initiate: 0, exit: 1 });
  });
});
