import { findInstalled } from './find-installed.ts';
import { bringTypeScript, projectTypeScript } from './find-typescript.ts';
import { entriesOf } from './import-entries.ts';
import type { Installation, TrialOptions } from './installation.ts';
import { compileConsumers, type Consumer, type Resolution } from './type-consumer.ts';
import { typeEntries } from './type-entries.ts';
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
  return (await tryTypesOfAll(installation, [name], options)).get(name) ?? [];
}

/** As `tryTypes`, for several packages in one run of the compiler for each way of resolving: much less work. */
export async function tryTypesOfAll(
  installation: Installation,
  names: readonly string[],
  options: TryTypesOptions = {},
): Promise<ReadonlyMap<string, readonly TypeTrial[]>> {
  const typed = await Promise.all(
    names.map(async (name) => {
      const installed = findInstalled(installation, name);
      return { installed, entries: typeEntries(installed, await entriesOf(installed)) };
    }),
  );
  const used = typed.filter(({ entries }) => entries.length > 0);
  const typescript =
    used.length === 0
      ? undefined
      : ((await projectTypeScript(options.project)) ??
        (options.env && (await bringTypeScript(installation, { ...options, env: options.env }))));
  if (!typescript) {
    const why = (count: number): string =>
      count === 0 ? 'it has no declarations' : 'the project has no TypeScript of 5.0 or later';
    return new Map(
      typed.map(({ installed, entries }) => [
        installed.name,
        kinds.map((kind) => notRun(kind.consumer, why(entries.length))),
      ]),
    );
  }
  const compile = async (resolution: Resolution): ReturnType<typeof compileConsumers> => {
    const consumers = kinds
      .filter((kind) => kind.resolution === resolution)
      .flatMap(({ how }) =>
        used.map(({ installed, entries }): Consumer => ({
          installed,
          how,
          entries: entries.filter((entry) => entry[how]),
        })),
      );
    return compileConsumers({ installation, typescript, resolution, consumers, ...options });
  };
  const [nodenext, bundler] = await Promise.all([compile('nodenext'), compile('bundler')]);
  const about = `${typescript.version}, ${typescript.from}`;
  return new Map(
    typed.map(({ installed, entries }) => [
      installed.name,
      kinds.map(({ consumer, resolution, how }): TypeTrial => {
        const { broken, problemsOf, duration } = resolution === 'bundler' ? bundler : nodenext;
        const offered = entries.filter((entry) => entry[how]).map(({ entry }) => entry);
        if (entries.length === 0) return notRun(consumer, 'it has no declarations');
        if (offered.length === 0) return notRun(consumer, `nothing is offered for ${how}`);
        if (broken !== undefined) return { ...notRun(consumer, broken), typescript: about, duration };
        const problems = problemsOf(installed.name, how);
        const outcome = problems.length === 0 ? 'ok' : 'failed';
        return { consumer, outcome, reason: '', entries: offered, problems, typescript: about, duration };
      }),
    ]),
  );
}

function notRun(consumer: TypeTrial['consumer'], reason: string): TypeTrial {
  return { consumer, outcome: 'not run', reason, entries: [], problems: [], typescript: undefined, duration: 0 };
}
