import type { Registry } from '@cdev/package-registry';

export interface StagedVersion {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly tag: string;
}

/**
 * The staged versions of a package that wait for an approval, as `npm stage list` asks for them. Undefined where the registry does not tell: it knows no staging,
 * or the login may not see it.
 */
export async function stagedVersions(registry: Registry, name: string): Promise<readonly StagedVersion[] | undefined> {
  try {
    const root = registry.urlFor(name);
    const path = `${root}-/stage?page=0&perPage=100&package=${encodeURIComponent(name)}`;
    const { status, body } = await registry.forward(path, { fresh: true });
    if (status !== 200) return undefined;
    const { items } = JSON.parse(body.toString('utf8')) as { items?: unknown };
    return Array.isArray(items)
      ? items.flatMap((item) => readItem(item)).filter((item) => item.name === name)
      : undefined;
  } catch {
    // Whatever goes wrong here, the question stays open; the registry's own errors show in the questions that matter.
    return undefined;
  }
}

function readItem(item: unknown): readonly StagedVersion[] {
  const { id, packageName, version, tag } = Object(item) as Readonly<Record<string, unknown>>;
  const isWhole = typeof packageName === 'string' && typeof version === 'string';
  return isWhole ? [{ id: textOf(id), name: packageName, version, tag: textOf(tag) }] : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
