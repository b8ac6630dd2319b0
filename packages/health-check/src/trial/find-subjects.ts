import type { Context } from '@cdev/core/cli';
import {
  readScriptCatalogue,
  scriptAt,
  selectScripts,
  type CatalogueScript,
  type ScriptCatalogue,
} from '@cdev/script-catalogue';
import { isCdevError } from '@cdev/core/errors';
import { installScripts, tryByNpx } from './install-scripts.ts';
import type { Trial } from './trial.ts';

export interface Subject {
  readonly script: CatalogueScript;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A trial that comes before the others. */
  readonly before?: () => Promise<Trial>;
}

export interface Subjects extends AsyncDisposable {
  readonly origin: ScriptCatalogue['origin'] | 'registry';
  readonly subjects: readonly Subject[];
}

interface Wanted {
  readonly scripts: readonly string[];
  readonly installed: boolean;
  readonly timeLimit: number;
}

/** What is to be tried: the scripts as they are here, or fresh from the registry, with the trial by npx that goes with it. */
export async function findSubjects(wanted: Wanted, place: string, context: Context): Promise<Subjects> {
  if (wanted.installed) return fromRegistry(wanted, place, context);
  const catalogue = await readScriptCatalogue({ cwd: context.cwd, home: context.home });
  const scripts = selectScripts(catalogue, wanted.scripts);
  return {
    origin: catalogue.origin,
    subjects: scripts.map((script) => ({ script, env: context.env })),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function fromRegistry({ scripts, timeLimit }: Wanted, folder: string, context: Context): Promise<Subjects> {
  const { env, signal, progress } = context;
  const names = await packageNames(scripts, context);
  const task = progress.begin(
    `installing ${names.length} ${names.length === 1 ? 'package' : 'packages'} from the registry`,
  );
  const where = { folder, env, signal, timeLimit };
  const installation = await installScripts(names, where);
  task.done();
  const subjects = installation.packages.flatMap(({ name, folder: installed }): Subject[] => {
    const script = scriptAt(installed);
    if (script === undefined) return [];
    return [{ script, env: { ...env, ...installation.trialEnv }, before: () => tryByNpx(name, script.binName, where) }];
  });
  return { origin: 'registry', subjects, [Symbol.asyncDispose]: () => installation.remove() };
}

/** The packages of scripts that are here; any other word is a package of the registry. */
async function packageNames(words: readonly string[], { cwd }: Context): Promise<readonly string[]> {
  const catalogue = await catalogueAt(cwd, words.length > 0);
  const known = catalogue?.scripts ?? [];
  if (words.length === 0) return known.map(({ packageName }) => packageName);
  return words.map((word) => known.find(({ name, binName }) => [name, binName].includes(word))?.packageName ?? word);
}

async function catalogueAt(cwd: string, mayBeMissing: boolean): Promise<ScriptCatalogue | undefined> {
  try {
    return await readScriptCatalogue({ cwd });
  } catch (error) {
    if (mayBeMissing && isCdevError(error)) return undefined;
    throw error;
  }
}
