import type { AskedDependency } from '../graph/build-graph.ts';
import type { DependencyKind } from '../graph/lock-graph.ts';
import { fieldsOf, textsOf, type Fields } from '../lock-source.ts';

/**
 * What an entry with the fields of a `package.json` asks for. Optional dependencies go before runtime ones, as npm and yarn have it: they stand in both
 * lists of some lock files. Development is the importer's own affair.
 */
export function askedByManifest(entry: Fields, withDev: boolean): readonly AskedDependency[] {
  const optional = fieldsOf(entry['dependenciesMeta']);
  const list = (field: string, kind: DependencyKind): AskedDependency[] =>
    textsOf(entry[field]).map(([name, range]) => ({
      name,
      range,
      kind: kind === 'runtime' && fieldsOf(optional[name])['optional'] === true ? 'optional' : kind,
    }));
  return [
    ...list('optionalDependencies', 'optional'),
    ...list('dependencies', 'runtime'),
    ...(withDev ? list('devDependencies', 'dev') : []),
    ...list('peerDependencies', 'peer'),
  ];
}

/** What npm, yarn and pnpm write into `resolved` says where a package comes from. */
export function originOf(resolved: string | undefined): 'registry' | 'git' | 'url' | 'local' {
  if (resolved === undefined) return 'registry';
  if (/^(?:git\+|git:|git@|github:|gitlab:|bitbucket:|ssh:)|\.git(?:#|$)/.test(resolved)) return 'git';
  if (/^(?:file:|link:|portal:|\.{0,2}\/)/.test(resolved)) return 'local';
  if (/^https?:\/\/codeload\.github\.com\//.test(resolved)) return 'git';
  // The path that all registries of npm's kind give tarballs: <name>/-/<file>, or GitHub's own.
  if (/^https?:/.test(resolved))
    return /\/-\/|^https:\/\/npm\.pkg\.github\.com\/download\//.test(resolved) ? 'registry' : 'url';
  return 'registry';
}
