// The compose file as data, and the rules it must keep that its own schema cannot see. Pure: each rule answers with its breaches.
import { parse } from 'yaml';
import * as z from 'zod';

const serviceSchema = z.object({
  image: z.string(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default(['default']),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().default(false),
  user: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  cpus: z.number().optional(),
  logging: z.object({ options: z.record(z.string(), z.string()) }).optional(),
  restart: z.string().optional(),
  init: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
});

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean() })),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
});

export type Compose = z.infer<typeof composeSchema>;

/** Reads a compose file; `<<` merges are resolved as the compose tools do. */
export function readCompose(text: string): Compose {
  return composeSchema.parse(parse(text, { merge: true }));
}

/** What is laid over a compose file: of each service only what is added. */
export function readOverride(text: string) {
  const added = serviceSchema.pick({ environment: true, secrets: true });
  return z
    .object({ services: z.record(z.string(), added), secrets: composeSchema.shape.secrets })
    .parse(parse(text, { merge: true }));
}

const services = (compose: Compose) => Object.entries(compose.services);

/** Published ports that another machine could reach, or that two services ask for. */
export function portFaults(compose: Compose): string[] {
  const seen = new Set<number>();
  return services(compose).flatMap(([name, { ports }]) =>
    ports.flatMap((port) => {
      const [, first, last = first] = /^127\.0\.0\.1:(\d+)(?:-(\d+))?:\d+$/.exec(port) ?? [];
      if (first === undefined) return [`${name}: ${port} is not published on loopback only`];
      const asked = Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
      const taken = asked.filter((host) => seen.has(host));
      for (const host of asked) seen.add(host);
      return taken.map((host) => `${name}: port ${host} is taken`);
    }),
  );
}

/** Dependencies on services that do not exist, or that are to be healthy without a health check. */
export function dependencyFaults(compose: Compose): string[] {
  return services(compose).flatMap(([name, { depends_on }]) =>
    Object.entries(depends_on).flatMap(([other, { condition }]) => {
      const target = compose.services[other];
      if (!target) return [`${name}: depends on ${other}, which does not exist`];
      const endless = condition === 'service_healthy' && !target.healthcheck;
      return endless ? [`${name}: waits for the health of ${other}, which has no healthcheck`] : [];
    }),
  );
}

/** Images that may change under the same name: no tag, `latest`, or a tag that does not name a patch release. */
export function imageFaults(compose: Compose): string[] {
  return services(compose)
    .filter(([, { image }]) => image !== 'vigie:local' && !/:v?\d+\.\d+\.\d+(-[\w.]+)?$/.test(image))
    .map(([name, { image }]) => `${name}: ${image} is not pinned`);
}

/** Named volumes, networks and secrets that are used and not declared. */
export function declarationFaults(compose: Compose): string[] {
  return services(compose).flatMap(([name, { volumes, networks, secrets }]) => [
    ...volumes
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((source) => !/^[./]/.test(source) && !(source in compose.volumes))
      .map((source) => `${name}: volume ${source} is not declared`),
    ...networks
      .filter((network) => network !== 'default' && !(network in compose.networks))
      .map((network) => `${name}: network ${network} is not declared`),
    ...secrets
      .filter((secret) => !(secret in compose.secrets))
      .map((secret) => `${name}: secret ${secret} is not declared`),
  ]);
}

type Service = z.infer<typeof serviceSchema>;

/** What each service keeps, by the words of a breach of it. */
const contained: Readonly<Record<string, (service: Service) => boolean>> = {
  'may write to its image': ({ read_only }) => read_only,
  'keeps capabilities': ({ cap_drop }) => cap_drop.includes('ALL'),
  'may gain privileges': ({ security_opt }) => security_opt.includes('no-new-privileges:true'),
  // Ours says so in its Dockerfile.
  'runs as root': ({ image, user = '' }) => image === 'vigie:local' || /^[1-9]\d*:\d+$/.test(user),
  'has no memory limit': ({ mem_limit = '' }) => /^\d+[mg]$/.test(mem_limit),
  'has no processor limit': ({ cpus = 0 }) => cpus > 0,
  'fills the disk with its log': ({ logging }) =>
    logging?.options['max-size'] !== undefined && logging.options['max-file'] !== undefined,
  'stays down once it ended': ({ restart }) => restart === 'unless-stopped',
  'leaves dead processes': ({ init }) => init,
  'reaches the Docker engine': ({ volumes }) => !volumes.some((volume) => volume.includes('docker.sock')),
};

/** Services that could harm the machine or their neighbours. */
export function containmentFaults(compose: Compose): string[] {
  return services(compose).flatMap(([name, service]) =>
    Object.entries(contained)
      .filter(([, kept]) => !kept(service))
      .map(([breach]) => `${name}: ${breach}`),
  );
}

/** Services of which nobody can tell whether they work; Vigie's image brings its own check. */
export function uncheckedServices(compose: Compose): string[] {
  return services(compose)
    .filter(([, { image, healthcheck }]) => image !== 'vigie:local' && !healthcheck)
    .map(([name]) => name);
}

/** Share of the memory limit that the heap of a Node service may take; null where it has none. */
export function heapShare({ mem_limit = '', environment }: Service): number | null {
  const heap = /--max-old-space-size=(\d+)/.exec(environment['NODE_OPTIONS'] ?? '')?.[1];
  const [, amount, unit] = /^(\d+)([mg])$/.exec(mem_limit) ?? [];
  if (heap === undefined || amount === undefined) return null;
  return Number(heap) / (Number(amount) * (unit === 'g' ? 1_024 : 1));
}

/** Files and folders of the project that services mount, as [service, path on the host, path in the container]. */
export function bindMounts(compose: Compose): [string, string, string][] {
  return services(compose).flatMap(([name, { volumes }]) =>
    volumes
      .filter((volume) => volume.startsWith('./'))
      .map((volume): [string, string, string] => {
        const [source = '', target = ''] = volume.split(':');
        return [name, source, target];
      }),
  );
}
