import { outside, type LanguageResolve, type LanguageSources, type LeadsTo } from './leads-to.ts';

interface GoModule {
  readonly path: string;
  /** With its slash; empty for the top. */
  readonly folder: string;
}

/** Leads Go's imports to the files of the package's folder, tests left out, below the module that go.mod names; build constraints are not looked at. */
export function goPackages({ paths, manifests }: LanguageSources): LanguageResolve {
  const modules = findModules(manifests);
  const sources = paths.filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'));
  const byFolder = Map.groupBy(sources, (path) => path.slice(0, path.lastIndexOf('/') + 1));
  return (from, specifier): LeadsTo => {
    const own = modules.filter(({ path }) => specifier === path || specifier.startsWith(`${path}/`));
    if (own.length === 0) return outside;
    // Where several have a name, as copies for tests do, the file's own counts.
    const [near, far] = [
      own.filter(({ folder }) => from.startsWith(folder)).sort((a, b) => b.folder.length - a.folder.length),
      own.filter(({ folder }) => !from.startsWith(folder)),
    ];
    for (const { path, folder } of [...near, ...far].sort((a, b) => b.path.length - a.path.length)) {
      const rest = specifier.slice(path.length + 1);
      const to = byFolder.get(rest === '' ? folder : `${folder}${rest}/`);
      if (to) return { to, isOwn: true };
    }
    return { to: [], isOwn: true };
  };
}

function findModules(manifests: ReadonlyMap<string, string>): readonly GoModule[] {
  return [...manifests].flatMap(([file, text]) => {
    if (!/(?:^|\/)go\.mod$/.test(file)) return [];
    const path = /^\s*module\s+["`]?([^\s"`()]+)/m.exec(text)?.[1];
    return path === undefined ? [] : [{ path, folder: file.slice(0, -'go.mod'.length) }];
  });
}
