import type { PackageManifest } from '@cdev/package-workspace';
import { isRecord } from '../../modules/entry-points.ts';

export const lockedFields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** What a lock file was written for, of one member. */
export interface LockedRanges {
  /** The range of a dependency, or whether one of several is the one that is asked for. */
  readonly has: (name: string, range: string) => boolean;
  /** Dependencies that it was written for; undefined where it does not say. */
  readonly names: readonly string[] | undefined;
}

/** Which member, and what its root says. */
export interface LockMember {
  /** From the root with `/`; '' for the root. */
  readonly path: string;
  readonly rootManifest: PackageManifest;
}

/** Undefined for forms that are not read, or that do not know the member. @throws when it is not of its form at all */
export async function lockedRanges(file: string, text: string, member: LockMember): Promise<LockedRanges | undefined> {
  if (file === 'package-lock.json' || file === 'npm-shrinkwrap.json') {
    const { packages } = JSON.parse(text) as { packages?: unknown };
    return fromLists(isRecord(packages) ? packages[member.path] : undefined);
  }
  if (file === 'pnpm-lock.yaml') {
    const { parse } = await import('yaml');
    const { importers } = parse(text) as { importers?: unknown };
    const own = isRecord(importers) ? importers[member.path === '' ? '.' : member.path] : undefined;
    return fromLists(own, (entry) => (isRecord(entry) ? String(entry['specifier']) : ''));
  }
  if (file === 'bun.lock') {
    const { parse } = await import('jsonc-parser');
    const { workspaces } = parse(text, [], { allowTrailingComma: true }) as { workspaces?: unknown };
    return fromLists(isRecord(workspaces) ? workspaces[member.path] : undefined);
  }
  if (file !== 'yarn.lock') return undefined;
  return text.includes('__metadata:') ? yarnRanges(text, member) : classicRanges(text, member);
}

function fromLists(own: unknown, read: (entry: unknown) => string = String): LockedRanges | undefined {
  if (!isRecord(own)) return undefined;
  const ranges = new Map(
    lockedFields.flatMap((field) =>
      isRecord(own[field])
        ? Object.entries(own[field]).map(([dependency, entry]) => [dependency, read(entry)] as const)
        : [],
    ),
  );
  return { has: (name, range) => ranges.get(name) === range, names: [...ranges.keys()] };
}

/** yarn 2 and later has an entry for each member, with all its lists in one and a protocol before each range. */
async function yarnRanges(text: string, { path }: LockMember): Promise<LockedRanges | undefined> {
  const { parse } = await import('yaml');
  const entries = Object.values(parse(text) as Readonly<Record<string, unknown>>).filter(isRecord);
  const own = entries.find(({ resolution }) => String(resolution).endsWith(`@workspace:${path === '' ? '.' : path}`));
  if (!own) return undefined;
  const listed = isRecord(own['dependencies']) ? own['dependencies'] : {};
  const plain = (range: unknown): string => String(range).replace(/^npm:(?!@?[\w.-]+@)/, '');
  return {
    has: (name, range) => name in listed && plain(listed[name]) === plain(range),
    names: Object.keys(listed),
  };
}

/** yarn 1 has only what is asked for by anybody; `resolutions` of the root put another range in its place. */
function classicRanges(text: string, { rootManifest }: LockMember): LockedRanges {
  const asked = new Set(
    [...text.matchAll(/^(?! |#)(.+):$/gm)].flatMap(([, key = '']) =>
      key.split(', ').map((part) => part.replaceAll(/^"|"$/g, '')),
    ),
  );
  const replaced = new Set(
    Object.keys(rootManifest['resolutions'] ?? {}).map((pattern) =>
      pattern.replace(/^.*?((?:@[^/]+\/)?[^/]+)$/, '$1').replace(/(?<=.)@.*$/, ''),
    ),
  );
  return { has: (name, range) => asked.has(`${name}@${range}`) || replaced.has(name), names: undefined };
}
