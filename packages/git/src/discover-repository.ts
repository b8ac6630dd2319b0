import { existsSync, lstatSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GitPlace } from './git.ts';
import type { Repository } from './repository.ts';

/** With one of these git looks elsewhere, or judges otherwise. */
const steering = [
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_TEST_ASSUME_DIFFERENT_OWNER',
];

/** gitrepository-layout(5) and git-config(1): what another extension would change is git's to know. */
const knownExtensions = new Set(['objectformat', 'partialclone', 'preciousobjects', 'noop', 'worktreeconfig']);

/**
 * The repository that a folder is in, read from its files, where that is plain: a work tree of this user's, main or linked, as `git init`, `git clone` and
 * `git worktree` make them. Undefined where anything else is there, or nothing: then git is asked. A process for git costs a Linux program as much as
 * a tenth of its own start; elsewhere it costs little, and git is asked at once.
 */
export function discoverRepository(cwd: string): Repository | undefined {
  if (process.platform !== 'linux' || steering.some((name) => process.env[name] !== undefined)) return undefined;
  try {
    const start = realpathSync.native(cwd);
    const { dev } = statSync(start);
    for (let top = start; ; top = dirname(top)) {
      const folder = statSync(top);
      // Within a git directory, or a bare one, or across a mount: git has rules of its own for each.
      if (folder.dev !== dev || existsSync(join(top, 'HEAD'))) return undefined;
      const entry = lstatSync(join(top, '.git'), { throwIfNoEntry: false });
      if (entry !== undefined) return openPlain(top, [folder, entry]);
      if (top === dirname(top)) return undefined;
    }
  } catch {
    return undefined;
  }
}

/** As `discoverRepository`, of what may have been opened already. */
export function knownRepository(place: GitPlace): Repository | undefined {
  return typeof place === 'string' ? discoverRepository(place) : place;
}

function openPlain(top: string, [folder, entry]: readonly [Stats, Stats]): Repository | undefined {
  const dotGit = join(top, '.git');
  const named = entry.isDirectory() ? '.git' : after(readFileSync(dotGit, 'utf8'), 'gitdir: ');
  if (named === undefined) return undefined;
  const gitDir = realpathSync.native(resolve(top, named));
  const commonFile = join(gitDir, 'commondir');
  const isLinkedWorktree = existsSync(commonFile);
  const commonDir = isLinkedWorktree
    ? realpathSync.native(resolve(gitDir, readFileSync(commonFile, 'utf8').trimEnd()))
    : gitDir;
  const user = process.geteuid?.();
  const owned = [folder, entry, statSync(gitDir), statSync(commonDir)];
  if (owned.some(({ uid }) => uid !== user) || !isGitDirectory(gitDir, commonDir)) return undefined;
  const format = readFormat(join(commonDir, 'config'));
  const own = join(gitDir, 'config.worktree');
  const hasOwn = format?.extensions.has('worktreeconfig') === true && existsSync(own);
  const ownFormat = hasOwn ? readFormat(own) : format;
  // A linked worktree has files whatever the repository it belongs to is.
  if (format === undefined || ownFormat === undefined || (!isLinkedWorktree && format.isBare)) return undefined;
  if (hasOwn && ownFormat.isBare) return undefined;
  const objectFormat = format.extensions.get('objectformat') ?? 'sha1';
  if (objectFormat !== 'sha1' && objectFormat !== 'sha256') return undefined;
  return { top, gitDir, commonDir, isBare: false, isLinkedWorktree, objectFormat };
}

/** As git itself tells one: objects, refs, and a HEAD that leads to a ref or a commit. */
function isGitDirectory(gitDir: string, commonDir: string): boolean {
  const head = readFileSync(join(gitDir, 'HEAD'), 'utf8');
  if (!/^(?:ref:\s*refs\/\S|[0-9a-f]{40})/.test(head)) return false;
  return ['objects', 'refs'].every((name) => statSync(join(commonDir, name)).isDirectory());
}

interface Format {
  readonly isBare: boolean;
  /** Lower case. */
  readonly extensions: ReadonlyMap<string, string>;
}

/** What a configuration file says about the form of the repository; undefined when it says more than is understood here. */
function readFormat(file: string): Format | undefined {
  const extensions = new Map<string, string>();
  let version = '0';
  let isBare = false;
  let section = '';
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const text = line.trim();
    // One that goes on in the next line.
    if (text.endsWith('\\')) return undefined;
    if (text.startsWith('[')) {
      // A setting may stand on the line of its section, but git does not write it there.
      if (!/^\[[\w.-]+(?:\s+"[^"\\]*")?\]$/.test(text)) return undefined;
      section = text.slice(1, -1).toLowerCase();
    } else if ((section === 'core' || section === 'extensions') && text !== '') {
      const [, key = '', value = ''] = /^([\w-]+)\s*=\s*(.*)$/.exec(text) ?? [];
      const name = key.toLowerCase();
      if (name === '' || name === 'worktree') return undefined;
      if (section === 'extensions') extensions.set(name, value);
      else if (name === 'repositoryformatversion') version = value;
      else if (name === 'bare') isBare = value !== 'false';
    }
  }
  const isKnown =
    (version === '0' && !extensions.has('objectformat')) ||
    (version === '1' && [...extensions.keys()].every((name) => knownExtensions.has(name)));
  const isPlain = (extensions.get('worktreeconfig') ?? 'true') === 'true';
  return isKnown && isPlain ? { isBare, extensions } : undefined;
}

function after(text: string, beginning: string): string | undefined {
  return text.startsWith(beginning) ? text.slice(beginning.length).trimEnd() : undefined;
}
