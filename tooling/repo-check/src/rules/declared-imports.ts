import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Finding, Rule } from '../finding.ts';
import { runtimeDependencies } from '../workspace/manifest.ts';
import { importsOf, packageOf, type Import, type SourceFile } from '../workspace/source-file.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'declared-imports';

/** Loaded by bundles at run time, so a package with a bin has it although its own sources do not name it. */
const native = new Set(['oxc-parser', 'oxc-resolver']);

/** What some packages want to find beside them, and who has them as a dependency therefore has too. */
const beside: Readonly<Record<string, string>> = {
  zod: '@agentclientprotocol/sdk',
  '@opentelemetry/api': 'pg-boss',
};

/** Every import is declared, every dependency is imported, and relative imports stay in the package. */
export const declaredImports: Rule = {
  name: rule,
  says: 'every import is a declared dependency, every dependency is imported',
  check: (workspace) => workspace.packages.flatMap((pkg) => [...undeclared(workspace, pkg), ...unused(pkg)]),
};

function undeclared(workspace: Workspace, pkg: Package): Finding[] {
  const forSources = runtimeDependencies(pkg.manifest);
  const rootManifest = JSON.parse(workspace.read('package.json') ?? '{}') as Package['manifest'];
  const forTests = new Set([
    ...forSources,
    ...Object.keys({ ...pkg.manifest.devDependencies, ...rootManifest.devDependencies }),
  ]);
  return [
    ...pkg.sources.flatMap((source) => checkFile(pkg, source, forSources)),
    ...pkg.tests.flatMap((source) => checkFile(pkg, source, forTests)),
  ];
}

function checkFile(pkg: Package, source: SourceFile, declared: ReadonlySet<string>): Finding[] {
  return importsOf(source).flatMap((found) => {
    const file = `${source.path}:${found.line}`;
    const finding = (why: string, mend: string): Finding[] => [{ rule, file, why, mend }];
    if (found.specifier.startsWith('.')) return checkRelative(pkg, source, found, finding);
    // The newest modules are listed with their prefix: they have no other name.
    if (!found.specifier.startsWith('node:') && builtinModules.includes(found.specifier))
      return finding(`"${found.specifier}" is built into Node`, `Import "node:${found.specifier}"`);
    const name = packageOf(found.specifier);
    if (name === undefined || name === pkg.name || declared.has(name)) return [];
    return finding(`${name} is imported and not declared`, `Add it to the dependencies of ${pkg.folder}/package.json`);
  });
}

function checkRelative(
  pkg: Package,
  source: SourceFile,
  { specifier }: Import,
  finding: (why: string, mend: string) => Finding[],
): Finding[] {
  const target = posix.join(posix.dirname(source.path), specifier);
  if (!target.startsWith(`${pkg.folder}/`))
    return finding(`"${specifier}" leaves the package`, 'Import the other package by its name');
  if (!/\.(ts|js|json)$/.test(specifier)) return finding(`"${specifier}" has no file extension`, 'Add ".ts"');
  return [];
}

function unused(pkg: Package): Finding[] {
  if (pkg.sources.length === 0) return [];
  const imported = new Set(
    pkg.sources.flatMap((source) => importsOf(source).map(({ specifier }) => packageOf(specifier))),
  );
  const text = pkg.sources.map((source) => source.text).join('\n');
  return (
    Object.keys(pkg.manifest.dependencies ?? {})
      // A package may be asked for by its name in a string: to run it, or to resolve it.
      .filter((name) => !imported.has(name) && !text.includes(`'${name}'`) && !text.includes(`'${name}/`))
      // Or by a name put together: `@cdev/${script}`, where the scripts are a list.
      .filter((name) => !(text.includes('`@cdev/${') && text.includes(`'${name.replace('@cdev/', '')}'`)))
      .filter((name) => !(native.has(name) && pkg.manifest.bin))
      .filter((name) => !(beside[name] !== undefined && imported.has(beside[name])))
      .map((name) => ({
        rule,
        file: `${pkg.folder}/package.json`,
        why: `${name} is a dependency and nothing imports it`,
        mend: 'Remove it from "dependencies"',
      }))
  );
}
