import { errors } from '../errors.ts';
import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import {
  importerId,
  type DependencyKind,
  type LockGraph,
  type LockImporter,
  type MissingEdge,
} from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { parseToml } from './parse-toml.ts';
import { pythonName } from './python-name.ts';

const command = 'uv lock';

/** `uv.lock`; members of the workspace are packages that are edited in place. @see https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile */
export function parseUvLock(source: LockSource): LockGraph {
  const lock = parseToml(source, command);
  const formatVersion = formOf(lock['version']);
  if (formatVersion !== '1')
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: '1',
      command,
    });
  const entries = listOf(lock['package']).map(fieldsOf);
  const byName = Map.groupBy(entries, (entry) => pythonName(textOf(entry['name']) ?? ''));
  const missing: MissingEdge[] = [];
  const find = ({ name, range }: AskedDependency): string | undefined => {
    const same = byName.get(pythonName(name)) ?? [];
    const found = same.find((entry) => range !== '' && entry['version'] === range) ?? same[0];
    return found && idOf(found);
  };
  const importers: LockImporter[] = [];
  const packages: DraftPackage[] = [];
  for (const entry of entries) {
    const id = idOf(entry);
    const path = memberPath(entry);
    const asked = [
      ...askedIn(entry['dependencies'], 'runtime'),
      ...Object.values(fieldsOf(entry['optional-dependencies'])).flatMap((list) => askedIn(list, 'optional')),
      ...Object.values(fieldsOf(entry['dev-dependencies'])).flatMap((list) => askedIn(list, 'dev')),
    ];
    const edges = edgesOf(asked, { from: id, missing, find });
    if (path === undefined) packages.push(draftOf(id, entry, edges));
    else importers.push({ id, path, name: textOf(entry['name']) ?? '', edges });
  }
  return buildGraph({
    file: source.file,
    format: 'uv',
    formatVersion,
    ecosystem: 'PyPI',
    packages,
    importers,
    missing,
  });
}

/** Where several versions are locked for different platforms the version says which is meant. */
function askedIn(list: unknown, kind: DependencyKind): readonly AskedDependency[] {
  return listOf(list)
    .map(fieldsOf)
    .map((each) => ({ name: textOf(each['name']) ?? '', range: textOf(each['version']) ?? '', kind }));
}

function memberPath(entry: Fields): string | undefined {
  const { editable, virtual } = fieldsOf(entry['source']);
  const path = textOf(editable) ?? textOf(virtual);
  return path === '.' ? '' : path;
}

function idOf(entry: Fields): string {
  const path = memberPath(entry);
  return path === undefined ? `${textOf(entry['name']) ?? ''} ${textOf(entry['version']) ?? ''}` : importerId(path);
}

function draftOf(id: string, entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const source = fieldsOf(entry['source']);
  const file = fieldsOf(entry['sdist'] ?? listOf(entry['wheels'])[0]);
  const [origin, address] =
    source['git'] !== undefined
      ? (['git', source['git']] as const)
      : source['url'] !== undefined
        ? (['url', source['url']] as const)
        : source['registry'] !== undefined
          ? (['registry', file['url']] as const)
          : (['local', source['directory'] ?? source['path']] as const);
  return {
    id,
    name: textOf(entry['name']) ?? '',
    version: textOf(entry['version']) ?? '',
    origin,
    edges,
    ...given({ resolved: textOf(address), integrity: textOf(file['hash']) }),
  };
}
