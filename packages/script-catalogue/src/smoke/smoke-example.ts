import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lastWords, type Start } from '../start-script.ts';

/** A run that does something real and harmless in an empty folder. */
export interface SmokeExample {
  readonly args: readonly string[];
  /** Texts by path, put into the folder before. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder is a git repository in which the files are committed. */
  readonly git?: boolean;
  /** Default 0. */
  readonly exitCode?: number;
  /** A text that has to be in stdout. */
  readonly stdout?: string;
}

/**
 * The example of a manifest when it can be used; undefined else. Manifests are written by others: a file outside of the folder would be written there by whoever
 * tries the script, and one in `.git` can name programs that git starts, held to nothing.
 */
export function readSmoke(value: unknown): SmokeExample | undefined {
  if (!isObject(value)) return undefined;
  const { args, files = {}, git, exitCode, stdout } = value;
  if (!Array.isArray(args) || !args.every((word): word is string => typeof word === 'string')) return undefined;
  if (!isObject(files) || !Object.entries(files).every(isFile)) return undefined;
  return {
    args,
    files: files as Readonly<Record<string, string>>,
    ...(git === true && { git }),
    ...(typeof exitCode === 'number' && { exitCode }),
    ...(typeof stdout === 'string' && { stdout }),
  };
}

function isFile([path, text]: readonly [string, unknown]): boolean {
  const isInside = path !== '' && !/^[/\\]|\\|:|\0/.test(path);
  // `.git.` and `git~1` are other names of `.git` on Windows.
  return (
    typeof text === 'string' &&
    isInside &&
    path.split('/').every((part) => part !== '..' && !/^(?:\.git|git~\d+)[. ]*$/i.test(part))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A new folder in `place` with what the example needs, which `readSmoke` has let pass. @returns its path */
export async function makeSmokeFolder(
  { files = {}, git: isRepository = false }: SmokeExample,
  place: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const cwd = await mkdtemp(join(place, 'smoke-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(cwd, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (isRepository) await commitAll(cwd, env);
  return cwd;
}

async function commitAll(cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { git } = await import('@cdev/git');
  const settings = ['user.name=Health check', 'user.email=health-check@localhost', 'commit.gpgsign=false'];
  await git(cwd, ['init', '--quiet', '--initial-branch=main'], { env });
  await git(cwd, ['add', '--all'], { env });
  const identity = settings.flatMap((setting) => ['-c', setting]);
  await git(cwd, [...identity, 'commit', '--quiet', '--allow-empty', '--message', 'Begin'], { env });
}

type Ended = Pick<Start, 'exitCode' | 'stdout' | 'stderr' | 'brokenOff'>;

/** In what a run of the example was not what it has to be; undefined when all is well. */
export function smokeProblem({ exitCode: wanted = 0, stdout: text }: SmokeExample, start: Ended): string | undefined {
  if (start.brokenOff !== undefined) return start.brokenOff;
  if (start.exitCode !== wanted) return `ended with ${start.exitCode}, not ${wanted}: ${lastWords(start)}`;
  return text === undefined || start.stdout.includes(text)
    ? undefined
    : `does not say ${JSON.stringify(text)}: ${lastWords(start)}`;
}

/** As it is typed. */
export function smokeWords(binName: string, { args }: SmokeExample): string {
  return [binName, ...args.map((word) => (/[^\w./=-]/.test(word) ? JSON.stringify(word) : word))].join(' ');
}
