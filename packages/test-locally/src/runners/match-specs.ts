import picomatch from 'picomatch';

export interface SpecRules {
  /** Whether a file in a folder that a spec names is meant; `rest` is its path from there. */
  readonly inFolder: (rest: string) => boolean;
  readonly ignored?: readonly string[];
}

/** Files, folders and glob patterns as a command line names them, from the package's folder. */
export function matchSpecs(specs: readonly string[], { inFolder, ignored = [] }: SpecRules): (path: string) => boolean {
  const plain = specs.map((spec) => spec.replace(/^\.\//, '').replace(/\/+$/, ''));
  const globs = plain.filter((spec) => /[*?{[!]/.test(spec));
  const names = plain.filter((spec) => !globs.includes(spec));
  const isMatch =
    globs.length === 0
      ? () => false
      : picomatch(
          globs.filter((glob) => !glob.startsWith('!')),
          { dot: true },
        );
  const refused = [...ignored, ...globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))].map(
    (glob) => glob.replace(/^\.\//, ''),
  );
  const isRefused = refused.length === 0 ? () => false : picomatch(refused, { dot: true });
  return (path) =>
    !isRefused(path) &&
    (isMatch(path) ||
      names.some((name) => {
        if (path === name || path.replace(/\.[cm]?[jt]s$/, '') === name) return true;
        const folder = name === '' || name === '.' ? '' : `${name}/`;
        return path.startsWith(folder) && inFolder(path.slice(folder.length));
      }));
}
