import { outside, type LanguageResolve, type LanguageSources, type LeadsTo } from './leads-to.ts';

/** Modules of Python's own library: a file of that name somewhere in a repository is not what `import json` means. */
const standard = new Set(
  (
    '__future__ abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath cmd code codecs collections ' +
    'concurrent configparser contextlib contextvars copy cProfile csv ctypes curses dataclasses datetime dbm decimal difflib dis ' +
    'doctest email ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext ' +
    'glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale ' +
    'logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator os pathlib pdb pickle pkgutil platform plistlib ' +
    'poplib posixpath pprint profile pstats pty pwd queue random re readline resource runpy sched secrets select selectors shelve shlex ' +
    'shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig ' +
    'syslog tarfile tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types ' +
    'typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'
  ).split(' '),
);

/** Below a folder that is looked in, sources may lie in one of these. */
const sourceFolders = ['', 'src/', 'lib/', 'python/'];

/**
 * Leads Python's imports to modules: relative ones from the file's package; absolute ones from the folder that the file's outermost
 * package lies in and those above it, each with its `src`, and from wherever else an outermost package has the name. A folder without
 * `__init__.py` is a namespace.
 */
export function pythonModules({ paths, has }: LanguageSources): LanguageResolve {
  const folders = foldersOf(paths);
  const outermost = outermostPackages(paths, has);
  const rootsOf = remembered((folder: string, top: string) => findRoots(folder, top));
  const absolute = remembered((folder: string, specifier: string) => findAbsolute(folder, specifier));

  function moduleAt(path: string): string | undefined {
    return [`${path}/__init__.py`, `${path}.py`, `${path}.pyi`, `${path}/__init__.pyi`, `${path}.pyx`].find(has);
  }

  function findRoots(folder: string, top: string): readonly string[] {
    let base = folder;
    while (base !== '' && isPackage(base, has)) base = parentOf(base);
    if (standard.has(top)) return moduleAt(base + top) === undefined ? [] : [base];
    const near: string[] = [];
    for (let at: string | undefined = base; at !== undefined; at = at === '' ? undefined : parentOf(at))
      near.push(...sourceFolders.map((source) => at + source));
    const far = [...(outermost.get(top) ?? [])].sort((a, b) => common(b, folder) - common(a, folder));
    const all = [...new Set([...near, ...far])];
    const isThere = (root: string): boolean => moduleAt(root + top) !== undefined;
    return [...all.filter(isThere), ...all.filter((root) => !isThere(root) && folders.has(`${root}${top}/`))];
  }

  function findAbsolute(folder: string, specifier: string): LeadsTo {
    const { module, name } = partsOf(specifier);
    const top = module.split('.', 1)[0] ?? '';
    let isOwn = false;
    for (const root of rootsOf(folder, top)) {
      const to = find(root + module.replaceAll('.', '/'), name);
      if (to !== undefined) return { to: [to], isOwn: true };
      isOwn ||= moduleAt(root + top) !== undefined;
    }
    return { to: [], isOwn };
  }

  function find(path: string, name: string | undefined): string | undefined {
    return (name === undefined || name === '*' ? undefined : moduleAt(`${path}/${name}`)) ?? moduleAt(path);
  }

  return (from, specifier) => {
    const folder = parentOf(from);
    const { level, module, name } = partsOf(specifier);
    if (module === '' && level === 0) return outside;
    if (level === 0) return absolute(folder, specifier);
    let base = folder;
    for (let up = 1; up < level; up += 1) {
      if (base === '') return { to: [], isOwn: true };
      base = parentOf(base);
    }
    const to =
      find((base + module.replaceAll('.', '/')).replace(/\/$/, ''), name) ??
      (module === '' && base === '' && name !== undefined ? moduleAt(name) : undefined);
    return { to: to === undefined ? [] : [to], isOwn: true };
  };
}

function partsOf(specifier: string): { level: number; module: string; name: string | undefined } {
  const [, dots = '', module = '', name] = /^from (\.*)(\S*) import (\S+)$/.exec(specifier) ?? ['', '', specifier];
  return { level: dots.length, module, name };
}

/** With its slash; empty for the top. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}

function isPackage(folder: string, has: (path: string) => boolean): boolean {
  return has(`${folder}__init__.py`) || has(`${folder}__init__.pyi`);
}

/** Folders that hold Python files, at any depth. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    if (!/\.py[ix]?$/.test(path)) continue;
    for (let at = parentOf(path); at !== '' && !folders.has(at); at = parentOf(at)) folders.add(at);
  }
  return folders;
}

/** Name of a package that lies in no other -> the folders it lies in. */
function outermostPackages(
  paths: readonly string[],
  has: (path: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    if (!/\/__init__\.pyi?$/.test(path)) continue;
    const folder = parentOf(path);
    const root = parentOf(folder);
    if (root !== '' && isPackage(root, has)) continue;
    const name = folder.slice(root.length, -1);
    found.set(name, [...(found.get(name) ?? []), root]);
  }
  return found;
}

/** How many characters two paths begin with alike. */
function common(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Files of one folder import the same again and again. */
function remembered<T>(find: (folder: string, what: string) => T): (folder: string, what: string) => T {
  const known = new Map<string, Map<string, T>>();
  return (folder, what) => {
    let inFolder = known.get(folder);
    if (inFolder === undefined) known.set(folder, (inFolder = new Map()));
    let found = inFolder.get(what);
    if (found === undefined) inFolder.set(what, (found = find(folder, what)));
    return found;
  };
}
