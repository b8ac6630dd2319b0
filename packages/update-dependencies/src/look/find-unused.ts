import { packageImports, readInventory, readTexts, type Inventory } from '@cdev/code-graph';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import type { Dependency } from './dependency.ts';
import type { Unused } from './findings.ts';

/**
 * Dependencies of which nothing speaks: no file of the member imports them, no text of the member or of the root names them (scripts, configuration, workflows), no script
 * starts a bin of theirs, no other dependency has them as a peer, and no member that this one is made of has them too (its code may be bundled). A name in a text is enough to be kept: what is told here is meant to be removed.
 */
export async function findUnused(
  { members, root }: PackageWorkspace,
  dependencies: readonly Dependency[],
  signal: AbortSignal,
): Promise<readonly Unused[]> {
  const inventory = await readInventory(root, { signal });
  const imports = await packageImports(inventory, { signal });
  const texts = await configurationTexts(inventory, signal);
  const scripts = members.map(({ manifest }) => JSON.stringify(manifest['scripts'] ?? {})).join('\n');
  const peers = new Set(dependencies.flatMap(peersOf));
  return members.flatMap((member) => {
    const inherited = inheritedBy(member, members);
    return (['dependencies', 'devDependencies'] as const).flatMap((list) =>
      Object.keys((member.manifest[list] as object | undefined) ?? {})
        .filter((name) => {
          const dependency = dependencies.find((one) => one.name === name);
          if (dependency === undefined || isTypes(name) || peers.has(name) || inherited.has(name)) return false;
          if (binsOf(dependency).some((bin) => isNamed(bin, scripts))) return false;
          if ((imports.get(name) ?? []).some((path) => isIn(member, path) || isTop(path))) return false;
          return !texts.some(({ path, text }) => (isIn(member, path) || isTop(path)) && isNamed(name, text));
        })
        .map((name) => ({ name, member: member.path, list })),
    );
  });
}

/** What the members have, near and far, that this one depends on. */
function inheritedBy(member: WorkspaceMember, members: readonly WorkspaceMember[]): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [member];
  for (const one of open)
    for (const list of ['dependencies', 'devDependencies', 'peerDependencies'] as const)
      for (const name of Object.keys((one.manifest[list] as object | undefined) ?? {})) {
        if (one !== member && list === 'dependencies') names.add(name);
        const own = members.find((other) => other.name === name);
        if (own && !open.includes(own)) open.push(own);
      }
  return names;
}

/** As a word of its own, or a part of a path: `deep` is not named by `uses-deep`. */
function isNamed(name: string, text: string): boolean {
  if (!text.includes(name)) return false;
  return new RegExp(`(?<![\\w-])${name.replaceAll(/[$^.*+?()[\]{}|\\]/g, String.raw`\$&`)}(?![\\w-])`).test(text);
}

/** Types are used by the compiler, which nobody imports them for. */
function isTypes(name: string): boolean {
  return name.startsWith('@types/') || name === 'typescript';
}

function isIn({ path: folder }: WorkspaceMember, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function isTop(path: string): boolean {
  return !path.includes('/') || path.startsWith('.github/');
}

/** All that is no lock file, and manifests without their lists of dependencies. */
async function configurationTexts(
  inventory: Inventory,
  signal: AbortSignal,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const files = inventory.files.filter(
    ({ path, isBinary, isLink, size }) =>
      !isBinary &&
      !isLink &&
      size < 1_000_000 &&
      !/(?:^|\/)(?:[^/]*lock[^/]*|npm-shrinkwrap\.json|CHANGELOG\.md|pnpm-workspace\.yaml)$/i.test(path),
  );
  const texts: { path: string; text: string }[] = [];
  for await (const { file, text } of readTexts({ inventory, files, signal }))
    texts.push({ path: file.path, text: file.path.endsWith('package.json') ? withoutLists(text) : text });
  return texts;
}

function withoutLists(text: string): string {
  try {
    const manifest = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify({
      ...manifest,
      dependencies: undefined,
      devDependencies: undefined,
    });
  } catch {
    return text;
  }
}

function manifestOf({ packument, current }: Dependency): Readonly<Record<string, unknown>> {
  return (current === undefined ? undefined : packument?.versions[current]) ?? {};
}

function peersOf(dependency: Dependency): readonly string[] {
  return Object.keys((manifestOf(dependency)['peerDependencies'] as object | undefined) ?? {});
}

function binsOf(dependency: Dependency): readonly string[] {
  const { bin } = manifestOf(dependency);
  if (typeof bin === 'string') return [dependency.name.replace(/^@[^/]+\//, '')];
  return Object.keys((bin as object | undefined) ?? {});
}
