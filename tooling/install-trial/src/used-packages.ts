import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importsOf, packageOf, sourceFile } from '@cdev/repo-check';
import { init, parse } from 'es-module-lexer';

/**
 * Asked for by code of others that is bundled, and done without: npm's client speaks to proxies that want Kerberos by the help of
 * `kerberos`, if somebody installed it.
 */
const doneWithout = new Set(['kerberos']);

export interface UsedPackages {
  /** Package to the first published file that imports it. */
  readonly imported: ReadonlyMap<string, string>;
  /** Whether a file names it in a text: to resolve or run it. The name may be put together, as in `@cdev/${script}`. */
  readonly isNamed: (name: string) => boolean;
}

/** What the files of an installed package ask for, code that is loaded lazily and declarations included. */
export async function usedPackages(folder: string): Promise<UsedPackages> {
  await init;
  const imported = new Map<string, string>();
  const texts: string[] = [];
  const files = await readdir(folder, { recursive: true });
  for (const file of files
    .filter((path) => /\.(?:[cm]?js|d\.[cm]?ts)$/.test(path) && !path.startsWith('node_modules'))
    .sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    texts.push(text);
    for (const { specifier, isDynamic } of file.endsWith('ts') ? importsOf(sourceFile(file, text)) : lexed(text)) {
      const name = packageOf(specifier);
      if (name === undefined || imported.has(name) || (isDynamic && doneWithout.has(name))) continue;
      imported.set(name, file);
    }
  }
  const all = texts.join('\n');
  return { imported, isNamed: (name) => names(all, name) };
}

/** By a lexer: to parse the programs of all packages, 56 MB, takes 60 times as long. It does not know the syntax of declarations. */
function lexed(text: string): { readonly specifier: string; readonly isDynamic: boolean }[] {
  const [imports] = parse(text);
  return imports.flatMap(({ n: specifier, d: dynamicAt }) =>
    specifier === undefined ? [] : [{ specifier, isDynamic: dynamicAt >= 0 }],
  );
}

/** What the installed dependencies of a package want to find beside them: a package that declares it for them asks for it by that. */
export async function wantedBeside(folder: string, dependencies: readonly string[]): Promise<ReadonlySet<string>> {
  const modules = folder.slice(0, folder.lastIndexOf('node_modules') + 'node_modules'.length);
  const manifests = await Promise.all(
    dependencies.map((name) => readFile(join(modules, name, 'package.json'), 'utf8').catch(() => '{}')),
  );
  return new Set(
    manifests.flatMap((text) =>
      Object.keys((JSON.parse(text) as { peerDependencies?: object }).peerDependencies ?? {}),
    ),
  );
}

function names(text: string, name: string): boolean {
  if (text.includes(`'${name}`) || text.includes(`"${name}`)) return true;
  const [scope = '', last = ''] = name.split('/');
  return text.includes(`\`${scope}/\${`) && (text.includes(`'${last}'`) || text.includes(`"${last}"`));
}
