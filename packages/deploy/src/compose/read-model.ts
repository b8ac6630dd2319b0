/** An image that a release names, and the services that run it. */
export interface NamedImage {
  readonly image: string;
  readonly services: readonly string[];
}

export type Model = { readonly images: readonly NamedImage[] } | { readonly problem: string };

interface Service {
  readonly image?: unknown;
  readonly build?: unknown;
}

/** The images of a model as `docker compose config --format json` prints it. A service without one cannot be pulled, so it is refused. */
export function readModel(json: string): Model {
  let services: Readonly<Record<string, Service | null>>;
  try {
    services = (JSON.parse(json) as { services?: Record<string, Service> }).services ?? {};
  } catch {
    return { problem: 'what docker compose says of the file cannot be read' };
  }
  const names = Object.keys(services).toSorted();
  if (names.length === 0) return { problem: 'the file has no service' };
  const built = names.find((name) => services[name]?.build !== undefined);
  if (built !== undefined)
    return { problem: `the service ${built} has "build"; hosts only pull images, so push it and name its image` };
  const byImage = new Map<string, string[]>();
  for (const name of names) {
    const image = services[name]?.image;
    if (typeof image !== 'string' || image === '') return { problem: `the service ${name} names no image` };
    byImage.set(image, [...(byImage.get(image) ?? []), name]);
  }
  return { images: [...byImage].map(([image, those]) => ({ image, services: those })) };
}

/** An image as the engine has it: its id and the digests that registries know it by. */
export interface PulledImage extends NamedImage {
  readonly id: string;
  readonly digests: readonly string[];
}

/**
 * A second file for Compose in which every service has the very image that was pulled: by the digest of its registry, so that it can be pulled again, or by its
 * id where no registry knows it. A tag that moves later moves nothing.
 */
export function pinnedImages(images: readonly PulledImage[]): string {
  const services = images.flatMap(({ image, id, digests, services: names }) => {
    const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    const pin = digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? id;
    return names.map((name): [string, object] => [name, { image: pin }]);
  });
  return JSON.stringify({ services: Object.fromEntries(services) });
}
