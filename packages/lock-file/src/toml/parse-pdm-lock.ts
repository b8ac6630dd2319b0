import { buildGraph, edgesOf, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type MissingEdge } from '../graph/lock-graph.ts';
import {
  fieldsOf,
  formOf,
  given,
  listOf,
  malformed,
  textOf,
  textsIn,
  type Fields,
  type LockSource,
} from '../lock-source.ts';
import { manifestOf, parseToml } from './parse-toml.ts';
import { nameOfRequirement, pythonName } from './python-name.ts';

const command = 'pdm lock';

/** `pdm.lock`; a package stands there once more for each choice of its extras. @see https://pdm-project.org/en/latest/usage/lockfile/ */
export function parsePdmLock(source: LockSource): LockGraph {
  const lock = parseToml(source, command);
  const metadata = fieldsOf(lock['metadata']);
  if (metadata['lock_version'] === undefined && listOf(lock['package']).length === 0)
    throw malformed(source, 'it has no "metadata"', { command });
  const entries = listOf(lock['package']).map(fieldsOf);
  const ids = new Map(entries.map((entry) => [nameOf(entry), idOf(entry)]));
  const find = ({ name }: { readonly name: string }): string | undefined => ids.get(pythonName(name));
  const packages = [...Map.groupBy(entries, idOf).values()].map((same): DraftPackage => {
    const asked = same.flatMap((entry) => required(entry['dependencies']));
    return draftOf(same[0] as Fields, edgesOf(asked, { from: idOf(same[0] as Fields), missing: [], find }));
  });
  const development = new Set(
    [...Map.groupBy(entries, idOf)]
      .filter(([, same]) =>
        same.every(({ groups }) => listOf(groups).length > 0 && !listOf(groups).includes('default')),
      )
      .map(([id]) => id),
  );
  const manifest = manifestOf(source.texts.get('pyproject.toml'));
  const project = fieldsOf(manifest?.['project']);
  const id = importerId('');
  const missing: MissingEdge[] = [];
  const asked = [
    ...required(project['dependencies']),
    ...Object.values(fieldsOf(project['optional-dependencies'])).flatMap((list) => required(list, 'optional')),
    ...[manifest?.['dependency-groups'], fieldsOf(fieldsOf(manifest?.['tool'])['pdm'])['dev-dependencies']].flatMap(
      (groups) => Object.values(fieldsOf(groups)).flatMap((list) => required(list, 'dev')),
    ),
  ];
  return buildGraph({
    file: source.file,
    format: 'pdm',
    formatVersion: formOf(metadata['lock_version']),
    ecosystem: 'PyPI',
    packages,
    missing,
    importers: manifest
      ? [{ id, path: '', name: textOf(project['name']) ?? '', edges: edgesOf(asked, { from: id, missing, find }) }]
      : [],
    ...(entries.some(({ groups }) => groups !== undefined) && { development }),
    ...(!manifest && { gaps: ['No pyproject.toml beside it: who asks for what is not known'] }),
  });
}

function required(
  list: unknown,
  kind: 'runtime' | 'optional' | 'dev' = 'runtime',
): readonly { name: string; range: string; kind: typeof kind }[] {
  return textsIn(list)
    .filter((each) => !each.startsWith('-e'))
    .map((each) => ({ name: nameOfRequirement(each), range: each, kind }));
}

function nameOf(entry: Fields): string {
  return pythonName(textOf(entry['name']) ?? '');
}

function idOf(entry: Fields): string {
  return `${nameOf(entry)} ${textOf(entry['version']) ?? ''}`;
}

function draftOf(entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const [git, url, path] = ['git', 'url', 'path'].map((field) => textOf(entry[field]));
  return {
    id: idOf(entry),
    name: nameOf(entry),
    version: textOf(entry['version']) ?? '',
    origin: git !== undefined ? 'git' : url !== undefined ? 'url' : path !== undefined ? 'local' : 'registry',
    edges,
    ...given({ resolved: git ?? url ?? path, integrity: textOf(fieldsOf(listOf(entry['files'])[0])['hash']) }),
  };
}
