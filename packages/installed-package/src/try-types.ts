import { findInstalled } from './find-installed.ts';
import { bringTypeScript, projectTypeScript, type TypeScript } from './find-typescript.ts';
import { entriesOf } from './import-entries.ts';
import type { Installation, InstalledPackage, TrialOptions } from './installation.ts';
import { compileConsumers, type Compilation, type Consumer, type Resolution } from './type-consumer.ts';
import { typeEntries, type TypeEntry } from './type-entries.ts';
import type { TypeProblem } from './type-problem.ts';

export type { TypeProblem } from './type-problem.ts';

export interface TryTypesOptions extends TrialOptions {
  /** Whose TypeScript and `@types/node` are used. */
  readonly project?: string | undefined;
  /** To install TypeScript when the project has none. Without it the trial is then not run. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The types of a package as one kind of consumer sees them. */
export interface TypeTrial {
  /** A consumer written as ESM or CommonJS for Node, or one that is bundled. */
  readonly consumer: 'nodenext import' | 'nodenext require' | 'bundler';
  readonly outcome: 'ok' | 'failed' | 'not run';
  /** Why it was not run. */
  readonly reason: string;
  /** Entries that were compiled: `.`, `./sub`. */
  readonly entries: readonly string[];
  readonly problems: readonly TypeProblem[];
  /** Version and origin of TypeScript. */
  readonly typescript: string | undefined;
  /** Milliseconds of the compiler, which does several consumers and packages at once. */
  readonly duration: number;
}

const kinds = [
  { consumer: 'nodenext import', resolution: 'nodenext', how: 'import' },
  { consumer: 'nodenext require', resolution: 'nodenext', how: 'require' },
  { consumer: 'bundler', resolution: 'bundler', how: 'import' },
] as const;

const lacking = 'the project has no TypeScript of 5.0 or later';

export interface TypeSubject {
  readonly installation: Installation;
  readonly name: string;
}

/**
 * Compiles files that use every entry of an installed package, strictly and with its declarations checked. A package without
 * declarations is `not run`.
 * @throws CDEV_E_INSTALL_NOT_INSTALLED, and those of installing TypeScript
 */
export async function tryTypes(
  installation: Installation,
  name: string,
  options: TryTypesOptions = {},
): Promise<readonly TypeTrial[]> {
  const [trials = []] = await tryTypesOf([{ installation, name }], options);
  return trials;
}

/**
 * As `tryTypes`, for several packages, also of several installations, in one run of the compiler for each way of resolving: much
 * less work. The answers are in the order of the subjects.
 */
export async function tryTypesOf(
  subjects: readonly TypeSubject[],
  options: TryTypesOptions = {},
): Promise<(readonly TypeTrial[])[]> {
  const typed = await Promise.all(
    subjects.map(async ({ installation, name }): Promise<Typed> => {
      const installed = findInstalled(installation, name);
      return { installation, installed, entries: typeEntries(installed, await entriesOf(installed)) };
    }),
  );
  const used = typed.filter(({ entries }) => entries.length > 0);
  const typescript = used[0] && (await typescriptFor(used[0].installation, options));
  const compile = async (resolution: Resolution): Promise<Compilation | undefined> =>
    typescript && compileConsumers({ typescript, resolution, consumers: consumersOf(used, resolution), ...options });
  const [nodenext, bundler] = await Promise.all([compile('nodenext'), compile('bundler')]);
  return typed.map(({ installed, entries }) =>
    kinds.map(({ consumer, resolution, how }): TypeTrial => {
      const offered = entries.filter((entry) => entry[how]).map(({ entry }) => entry);
      if (entries.length === 0) return notRun(consumer, 'it has no declarations');
      if (offered.length === 0) return notRun(consumer, `nothing is offered for ${how}`);
      const compilation = resolution === 'bundler' ? bundler : nodenext;
      if (!typescript || !compilation)
        return notRun(consumer, options.env ? `${lacking}, and none could be fetched` : lacking);
      const { broken, problemsOf, duration } = compilation;
      const about = { typescript: `${typescript.version}, ${typescript.from}`, duration };
      if (broken !== undefined) return { ...notRun(consumer, broken), ...about };
      const problems = problemsOf(installed, how);
      const outcome = problems.length === 0 ? 'ok' : 'failed';
      return { consumer, outcome, reason: '', entries: offered, problems, ...about };
    }),
  );
}

/** As `tryTypesOf`, for several packages of one installation; by name. */
export async function tryTypesOfAll(
  installation: Installation,
  names: readonly string[],
  options: TryTypesOptions = {},
): Promise<ReadonlyMap<string, readonly TypeTrial[]>> {
  const trials = await tryTypesOf(
    names.map((name) => ({ installation, name })),
    options,
  );
  return new Map(names.map((name, index) => [name, trials[index] ?? []]));
}

interface Typed {
  readonly installation: Installation;
  readonly installed: InstalledPackage;
  readonly entries: readonly TypeEntry[];
}

function consumersOf(used: readonly Typed[], resolution: Resolution): Consumer[] {
  return kinds
    .filter((kind) => kind.resolution === resolution)
    .flatMap(({ how }) =>
      used.map(({ installation, installed, entries }) => {
        return { folder: installation.folder, installed, how, entries: entries.filter((entry) => entry[how]) };
      }),
    );
}

async function typescriptFor(
  installation: Installation,
  { project, env, signal }: TryTypesOptions,
): Promise<TypeScript | undefined> {
  return (await projectTypeScript(project)) ?? (env && bringTypeScript(installation, { env, signal }));
}

function notRun(consumer: TypeTrial['consumer'], reason: string): TypeTrial {
  return { consumer, outcome: 'not run', reason, entries: [], problems: [], typescript: undefined, duration: 0 };
}
