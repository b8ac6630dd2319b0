import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import {
  importerId,
  type DependencyKind,
  type LockGraph,
  type LockImporter,
  type MissingEdge,
} from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { manifestOf, parseToml } from './parse-toml.ts';
import { nameOfRequirement, pythonName } from './python-name.ts';

/** `poetry.lock`. What the project itself asks for stands in `pyproject.toml`. @see https://python-poetry.org/docs/basic-usage/ */
export function parsePoetryLock(source: LockSource): LockGraph {
  const lock = parseToml(source, 'poetry lock');
  const entries = listOf(lock['package']).map(fieldsOf);
  const ids = new Map(entries.map((entry) => [pythonName(textOf(entry['name']) ?? ''), keyOf(entry)]));
  const missing: MissingEdge[] = [];
  const find = ({ name }: AskedDependency): string | undefined => ids.get(pythonName(name));
  const packages = entries.map((entry): DraftPackage => {
    const id = keyOf(entry);
    const asked = dependenciesOf(fieldsOf(entry['dependencies']), 'runtime');
    // A dependency that another platform needs may be left out.
    return draftOf(id, entry, edgesOf(asked, { from: id, missing: [], find }));
  });
  const manifest = manifestOf(source.texts.get('pyproject.toml'));
  const id = importerId('');
  const importers: LockImporter[] = manifest
    ? [
        {
          id,
          path: '',
          name: projectName(manifest),
          edges: edgesOf(askedByProject(manifest), { from: id, missing, find }),
        },
      ]
    : [];
  const development = manifest ? undefined : new Set(entries.filter(isForDevelopment).map(keyOf));
  return buildGraph({
    file: source.file,
    format: 'poetry',
    formatVersion: formOf(fieldsOf(lock['metadata'])['lock-version']),
    ecosystem: 'PyPI',
    packages,
    importers,
    missing,
    ...(development && { development, gaps: ['No pyproject.toml beside it: who asks for what is not known'] }),
  });
}

function keyOf(entry: Fields): string {
  return `${textOf(entry['name']) ?? ''} ${textOf(entry['version']) ?? ''}`;
}

function draftOf(id: string, entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const { type, url } = fieldsOf(entry['source']);
  const origins = { git: 'git', url: 'url', file: 'local', directory: 'local' } as const;
  return {
    id,
    name: textOf(entry['name']) ?? '',
    version: textOf(entry['version']) ?? '',
    origin: origins[type as keyof typeof origins] ?? 'registry',
    edges,
    ...given({ resolved: textOf(url), integrity: textOf(fieldsOf(listOf(entry['files'])[0])['hash']) }),
  };
}

function dependenciesOf(list: Fields, kind: DependencyKind): readonly AskedDependency[] {
  return Object.entries(list)
    .filter(([name]) => name !== 'python')
    .map(([name, value]) => {
      const described = fieldsOf(Array.isArray(value) ? value[0] : value);
      const range = textOf(value) ?? textOf(described['version']) ?? '';
      return { name, range, kind: kind === 'runtime' && described['optional'] === true ? 'optional' : kind };
    });
}

/** Poetry's own tables, and those of PEP 621 and 735. */
function askedByProject(manifest: Fields): readonly AskedDependency[] {
  const poetry = fieldsOf(fieldsOf(manifest['tool'])['poetry']);
  const project = fieldsOf(manifest['project']);
  const required = (list: unknown, kind: DependencyKind): readonly AskedDependency[] =>
    listOf(list)
      .filter((each) => typeof each === 'string')
      .map((each) => ({ name: nameOfRequirement(each), range: each, kind }));
  return [
    ...dependenciesOf(fieldsOf(poetry['dependencies']), 'runtime'),
    ...required(project['dependencies'], 'runtime'),
    ...Object.values(fieldsOf(project['optional-dependencies'])).flatMap((list) => required(list, 'optional')),
    ...dependenciesOf(fieldsOf(poetry['dev-dependencies']), 'dev'),
    ...Object.entries(fieldsOf(poetry['group'])).flatMap(([group, value]) =>
      dependenciesOf(fieldsOf(fieldsOf(value)['dependencies']), group === 'main' ? 'runtime' : 'dev'),
    ),
    ...Object.values(fieldsOf(manifest['dependency-groups'])).flatMap((list) => required(list, 'dev')),
  ];
}

function projectName(manifest: Fields): string {
  const poetry = fieldsOf(fieldsOf(manifest['tool'])['poetry']);
  return textOf(fieldsOf(manifest['project'])['name']) ?? textOf(poetry['name']) ?? '';
}

/** Early files say it with a category, later ones with groups. */
function isForDevelopment(entry: Fields): boolean {
  const groups = listOf(entry['groups']);
  return entry['category'] === 'dev' || (groups.length > 0 && !groups.includes('main'));
}
