import { existsSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  bindMounts,
  type Compose,
  containmentFaults,
  declarationFaults,
  dependencyFaults,
  heapShare,
  imageFaults,
  portFaults,
  readCompose,
  uncheckedServices,
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

  it('contains every service: read-only, no root, no capabilities, limits, no engine', () => {
    expect(containmentFaults(compose)).toEqual([]);
  });

  it('tells of every service whether it works', () => {
    expect(uncheckedServices(compose)).toEqual([]);
  });

  it('leaves a quarter of the memory beside the heap of Node', () => {
    const ours = Object.values(compose.services).filter(({ image }) => image === 'vigie:local');
    expect(ours.map(heapShare)).toEqual([0.75, 0.75, 0.75, 0.75]);
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
    expect(onStore.map(([name]) => name).sort()).toEqual(['api', 'bot', 'jobs', 'mongodb', 'vigie']);
    expect(compose.networks['store']?.internal).toBe(true);
    expect(compose.services['mongodb']?.networks).toEqual(['store']);
    expect(compose.services['mongodb']?.ports).toEqual([]);
  });

  it('starts one process with every role, and on demand several of each role on the same database', () => {
    const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'vigie:local');
    const facts = ours.map(
      ([
        name,
        {
          profiles,
          environment: { ROLES, MONGODB_URI, DATA_DIR },
        },
      ]) => [
        ...[name, profiles.join(), ROLES],
        MONGODB_URI === compose.services['vigie']?.environment['MONGODB_URI'] && DATA_DIR === '/data',
      ],
    );
    expect(facts).toEqual([
      ['vigie', '', 'bot,api,jobs', true],
      ['api', 'scale', 'api', true],
      ['bot', 'scale', 'bot,api', true],
      ['jobs', 'scale', 'jobs,api', true],
    ]);
    expect(Object.values(compose.services).filter(({ profiles }) => profiles.length > 0)).toHaveLength(3);
  });
});

describe('the rules of the compose file', () => {
  it('refuse a port that other machines reach, and one that is taken', () => {
    const broken = planted(({ services }) => {
      services['grafana']?.ports.push('3001:3000', '127.0.0.1:8000:3000', '127.0.0.1:8002:3000');
    });
    expect(portFaults(broken)).toEqual([
      'grafana: 3001:3000 is not published on loopback only',
      'grafana: port 8000 is taken',
      'grafana: port 8002 is taken',
    ]);
  });

  it('refuse to wait for the health of a service without a health check', () => {
    const broken = planted(({ services }) => {
      delete services['mongodb']?.healthcheck;
    });
    const waiting = ['vigie', 'api', 'bot', 'jobs'];
    expect(dependencyFaults(broken)).toEqual(
      waiting.map((name) => `${name}: waits for the health of mongodb, which has no healthcheck`),
    );
    expect(uncheckedServices(broken)).toEqual(['mongodb']);
  });

  it.each(['mongo', 'mongo:latest', 'mongo:8', 'mongo:8.0'])('refuse the image %s', (image) => {
    const broken = planted(({ services }) => {
      Object.assign(services['mongodb'] ?? {}, { image });
    });
    expect(imageFaults(broken)).toEqual([`mongodb: ${image} is not pinned`]);
  });

  it('refuse a volume and a secret that nobody declares', () => {
    const broken = planted(({ services }) => {
      Object.assign(services['mlflow'] ?? {}, { volumes: ['elsewhere:/data'], secrets: ['password'] });
    });
    expect(declarationFaults(broken)).toEqual([
      'mlflow: volume elsewhere is not declared',
      'mlflow: secret password is not declared',
    ]);
  });

  it.each([
    [{ read_only: false }, 'may write to its image'],
    [{ cap_drop: ['NET_RAW'] }, 'keeps capabilities'],
    [{ security_opt: [] }, 'may gain privileges'],
    [{ user: '0:0' }, 'runs as root'],
    [{ user: undefined }, 'runs as root'],
    [{ mem_limit: undefined }, 'has no memory limit'],
    [{ cpus: undefined }, 'has no processor limit'],
    [{ logging: { options: { 'max-size': '10m' } } }, 'fills the disk with its log'],
    [{ restart: 'no' }, 'stays down once it ended'],
    [{ init: false }, 'leaves dead processes'],
    [{ volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] }, 'reaches the Docker engine'],
  ])('refuse a service with %j', (change, breach) => {
    const broken = planted(({ services }) => {
      Object.assign(services['mlflow'] ?? {}, change);
    });
    expect(containmentFaults(broken)).toEqual([`mlflow: ${breach}`]);
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
