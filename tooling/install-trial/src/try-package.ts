import { join } from 'node:path';
import { builtinModules } from 'node:module';
import {
  dependencyTree,
  installPackages,
  tryBins,
  tryImports,
  type BinTrial,
  type DependencyTree,
  type ImportTrial,
  type Installation,
} from '@cdev/installed-package';
import type { LocalRegistry } from '@cdev/package-registry';
import { usedPackages, wantedBeside, type UsedPackages } from './used-packages.ts';

export interface Bench {
  readonly registry: LocalRegistry;
  /** Everything of the trial is in it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What came of one package that was installed alone. */
export interface PackageTrial {
  readonly name: string;
  /** Each in one line; none when all is well. */
  readonly problems: readonly string[];
  /** `name@version` of all that came with it, itself included. */
  readonly closure: readonly string[];
  /** Names of its bins. */
  readonly bins: readonly string[];
  /** Undefined when it could not be installed. */
  readonly installation: Installation | undefined;
}

const runs = [['--help'], ['--version'], ['--health', '--json']];

/**
 * Installs one package alone, unless that is done, where it sees nothing that it does not declare, starts its bins, imports and
 * requires all its entries, unless that is done, and compares what came with it with what it declares and what its files ask for.
 */
export async function tryPackage(
  name: string,
  { registry, folder, env }: Bench,
  installedApart?: Installation,
  isLoaded = false,
): Promise<PackageTrial> {
  let installation: Installation;
  try {
    installation =
      installedApart ??
      (await installPackages({
        folder: join(folder, name.replace('/', '+')),
        packages: [name],
        manager: 'pnpm',
        strict: true,
        registry,
        env,
      }));
  } catch (error) {
    return { name, problems: [messageOf(error)], closure: [], bins: [], installation: undefined };
  }
  const [installed] = installation.packages;
  const manifest = installed?.manifest ?? {};
  const declared = Object.keys({
    ...(manifest['dependencies'] as object),
    ...(manifest['peerDependencies'] as object),
  });
  const [imports, bins, tree, used, beside] = await Promise.all([
    isLoaded ? [] : tryImports(installation, name),
    tryBins(installation, name, { runs }),
    dependencyTree(installation, name),
    usedPackages(installed?.folder ?? ''),
    wantedBeside(installed?.folder ?? '', declared),
  ]);
  return {
    name,
    problems: [
      ...installation.warnings.filter(isProblem),
      ...imports.flatMap(importProblem),
      ...bins.flatMap(binProblem),
      ...treeProblems(tree),
      ...declarationProblems(name, { declared, beside, used }),
    ],
    closure: tree.declared,
    bins: [...new Set(bins.map(({ bin }) => bin))],
    installation,
  };
}

/** Of a package manager's warnings those that the package is to blame for. */
export function isProblem(warning: string): boolean {
  return /peer|engine/i.test(warning);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function importProblem({ specifier, how, outcome, code, reason, names, entry }: ImportTrial): string[] {
  // Node cannot require a module that waits at its top level, and a package may offer import alone.
  if (how === 'require' && (outcome === 'not offered' || code === 'ERR_REQUIRE_ASYNC_MODULE')) return [];
  if (outcome !== 'ok') return [`${how} of ${specifier}: ${outcome}, ${reason.split('\n')[0]}`];
  return names.length === 0 && !entry.endsWith('.json') ? [`${how} of ${specifier} gives nothing`] : [];
}

function binProblem({ bin, args, outcome, reason, exitCode, stdout, versionAgrees }: BinTrial): string[] {
  const command = `${bin} ${args.join(' ')}`;
  if (versionAgrees === false) return [`${command} says ${stdout.trim()}, which is another version`];
  if (args[0] !== '--health') return outcome === 'ok' ? [] : [`${command}: ${outcome}, ${reason}`];
  // A machine without git's identity or a credential is told so; that is an answer.
  if (outcome !== 'ok' && !(outcome === 'refused' && (exitCode === 1 || exitCode === 3)))
    return [`${command}: ${outcome}, ${reason}`];
  return isDocument(stdout) ? [] : [`${command} does not answer with one JSON document`];
}

function isDocument(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && 'command' in document;
  } catch {
    return false;
  }
}

function treeProblems({ missing, extra }: DependencyTree): string[] {
  return [
    ...missing.map(({ name, neededBy }) => `${name} is not there, which ${neededBy} declares`),
    ...extra.map((name) => `${name} is there, which nothing declares`),
  ];
}

/** Lazily loaded code and declarations are not seen by an import; and what nobody asks for is dragged in for nothing. */
function declarationProblems(name: string, { declared, beside, used: { imported, isNamed } }: Declarations): string[] {
  const undeclared = [...imported].filter(
    ([used]) => used !== name && !declared.includes(used) && !builtinModules.includes(used),
  );
  return [
    ...undeclared.map(([used, file]) => `${file} imports ${used}, which is not declared`),
    ...declared
      .filter((needed) => !isNamed(needed) && !beside.has(needed))
      .map((needed) => `${needed} is declared, and no published file asks for it`),
  ];
}

interface Declarations {
  /** Names of dependencies and peers. */
  readonly declared: readonly string[];
  /** What those want to find beside them. */
  readonly beside: ReadonlySet<string>;
  readonly used: UsedPackages;
}
