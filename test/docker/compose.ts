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
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
});

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean() })),
  volumes: z.record(z.string(), z.null()),
});

export type Compose = z.infer<typeof composeSchema>;

/** Reads a compose file; `<<` merges are resolved as the compose tools do. */
export function readCompose(text: string): Compose {
  return composeSchema.parse(parse(text, { merge: true }));
}

const services = (compose: Compose) => Object.entries(compose.services);

/** Published ports that another machine could reach, or that two services ask for. */
export function portFaults(compose: Compose): string[] {
  const seen = new Set<string>();
  return services(compose).flatMap(([name, { ports }]) =>
    ports.flatMap((port) => {
      const host = /^127\.0\.0\.1:(\d+):\d+$/.exec(port)?.[1];
      if (host === undefined) return [`${name}: ${port} is not published on loopback only`];
      if (seen.has(host)) return [`${name}: port ${host} is taken`];
      seen.add(host);
      return [];
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

/** Named volumes and networks that are used and not declared. */
export function declarationFaults(compose: Compose): string[] {
  return services(compose).flatMap(([name, { volumes, networks }]) => [
    ...volumes
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((source) => !source.startsWith('./') && !(source in compose.volumes))
      .map((source) => `${name}: volume ${source} is not declared`),
    ...networks
      .filter((network) => network !== 'default' && !(network in compose.networks))
      .map((network) => `${name}: network ${network} is not declared`),
  ]);
}

/** Services that could write to their image, gain privileges or keep a capability. */
export function containmentFaults(compose: Compose): string[] {
  return services(compose)
    .filter(
      ([, { read_only, cap_drop, security_opt }]) =>
        !(read_only && cap_drop.includes('ALL') && security_opt.includes('no-new-privileges:true')),
    )
    .map(([name]) => `${name}: is not contained`);
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
