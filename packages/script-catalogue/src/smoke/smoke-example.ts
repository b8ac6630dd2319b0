/** Texts by path, from the folder of the example. */
export type SmokeFiles = Readonly<Record<string, string>>;

/** A repository in which there is more than one commit. */
export interface SmokeRepository {
  /** Each branches off `main` with one commit, which has these files. */
  readonly branches?: Readonly<Record<string, SmokeFiles>>;
  /** The branch that is checked out; default `main`. */
  readonly on?: string;
  /** Written there afterwards, and in no commit. */
  readonly changes?: SmokeFiles;
}

/** A run that does something real and harmless in a folder that was made for it. */
export interface SmokeExample {
  readonly args: readonly string[];
  /** What it reads; without it stdin is empty. */
  readonly stdin?: string;
  /** Put into the folder before. */
  readonly files?: SmokeFiles;
  /** The folder is a git repository in which the files are committed to `main`, with more in it when this is an object. */
  readonly git?: boolean | SmokeRepository;
  /** Default 0. */
  readonly exitCode?: number;
  /** A text that has to be in stdout. */
  readonly stdout?: string;
}

type Fields = Readonly<Record<string, unknown>>;
type FieldCheck = (value: unknown) => string | undefined;

/**
 * What keeps the example of a manifest from being used, in words; undefined when nothing does. Manifests are written by others: a file outside of the folder would be
 * written there by whoever tries the script, and one in `.git` can name programs that git starts, held to nothing.
 */
export function smokeRefusal(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no object';
  if (value['args'] === undefined) return 'it has no "args"';
  return problemOf(value, checks, '');
}

const text: FieldCheck = (value) => (typeof value === 'string' ? undefined : 'is no text');

const files: FieldCheck = (value) => {
  if (!isObject(value)) return 'is no object';
  const [path] = Object.keys(value).filter((each) => !isInside(each));
  if (path !== undefined) return `has a file outside of its folder, or in .git: ${JSON.stringify(path)}`;
  return Object.values(value).every((each) => typeof each === 'string') ? undefined : 'has a file that is no text';
};

const branch: FieldCheck = (value) =>
  typeof value === 'string' && /^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(value) && !/\.\.|\.lock(?:\/|$)|\.$/.test(value)
    ? undefined
    : `names no branch: ${JSON.stringify(value)}`;

const branches: FieldCheck = (value) => {
  if (!isObject(value)) return 'is no object';
  return Object.entries(value)
    .map(([name, each]) => branch(name) ?? (name === 'main' ? 'has main, which "files" are on' : files(each)))
    .find((problem) => problem !== undefined);
};

const repository: Readonly<Record<string, FieldCheck>> = { branches, on: branch, changes: files };

const checks: Readonly<Record<string, FieldCheck>> = {
  args: (value) =>
    Array.isArray(value) && value.every((word) => typeof word === 'string') ? undefined : 'is no list of texts',
  stdin: text,
  files,
  git: (value) => {
    if (typeof value === 'boolean') return undefined;
    if (!isObject(value)) return 'is neither true nor an object';
    const on = value['on'] ?? 'main';
    const isThere = on === 'main' || Object.keys(Object(value['branches'])).some((name) => name === on);
    return (
      problemOf(value, repository, 'git.') ?? (isThere ? undefined : `is on ${JSON.stringify(on)}, which it lacks`)
    );
  },
  exitCode: (value) => (Number.isInteger(value) ? undefined : 'is no whole number'),
  stdout: text,
};

function problemOf(value: Fields, known: Readonly<Record<string, FieldCheck>>, prefix: string): string | undefined {
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    // A field that somebody newer writes may change what the example means.
    if (check === undefined) return `"${prefix}${name}" is not known`;
    const problem = check(field);
    if (problem !== undefined) return problem.startsWith('"') ? problem : `"${prefix}${name}" ${problem}`;
  }
  return undefined;
}

/** `.git.` and `git~1` are other names of `.git` on Windows. */
function isInside(path: string): boolean {
  const isRelative = path !== '' && !/^[/\\]|\\|:|\0/.test(path);
  return isRelative && path.split('/').every((part) => part !== '..' && !/^(?:\.git|git~\d+)[. ]*$/i.test(part));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
