import { errors } from '../errors.ts';
import { buildGraph, edgesOf, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { parseToml } from './parse-toml.ts';
import { pythonName } from './python-name.ts';

const command = 'uv export --format pylock.toml, or pip lock';

/** `pylock.toml`, the lock file of all installers. @see https://packaging.python.org/en/latest/specifications/pylock-toml/ */
export function parsePylock(source: LockSource): LockGraph {
  const lock = parseToml(source, command);
  const formatVersion = formOf(lock['lock-version']);
  if (!formatVersion.startsWith('1.'))
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: '1',
      command,
    });
  const entries = listOf(lock['packages']).map(fieldsOf);
  const ids = new Map(entries.map((entry) => [nameOf(entry), idOf(entry)]));
  const find = ({ name }: { readonly name: string }): string | undefined => ids.get(pythonName(name));
  const packages = entries.map((entry): DraftPackage => {
    const asked = listOf(entry['dependencies']).map((each) => {
      return { name: textOf(fieldsOf(each)['name']) ?? '', range: '', kind: 'runtime' as const };
    });
    return draftOf(entry, edgesOf(asked, { from: idOf(entry), missing: [], find }));
  });
  const brought = new Set(packages.flatMap(({ edges }) => edges.map(({ to }) => to)));
  const edges = packages
    .filter(({ id }) => !brought.has(id))
    .map(({ id, name }): LockEdge => ({ name, kind: 'runtime', to: id }));
  return buildGraph({
    file: source.file,
    format: 'pylock',
    formatVersion,
    ecosystem: 'PyPI',
    packages,
    importers: [{ id: importerId(''), path: '', name: '', edges }],
  });
}

function nameOf(entry: Fields): string {
  return pythonName(textOf(entry['name']) ?? '');
}

function idOf(entry: Fields): string {
  return `${nameOf(entry)} ${textOf(entry['version']) ?? ''}`;
}

function draftOf(entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const [vcs, directory, archive] = ['vcs', 'directory', 'archive'].map((field) => entry[field]);
  const place = fieldsOf(vcs ?? directory ?? archive);
  const origin =
    vcs !== undefined ? 'git' : directory !== undefined ? 'local' : archive !== undefined ? 'url' : 'registry';
  const file = fieldsOf(entry['sdist'] ?? listOf(entry['wheels'])[0]);
  const [hash] = Object.entries(fieldsOf(file['hashes']));
  return {
    id: idOf(entry),
    name: nameOf(entry),
    version: textOf(entry['version']) ?? '',
    origin,
    edges,
    ...given({
      resolved: textOf(place['url']) ?? textOf(place['path']) ?? textOf(file['url']),
      integrity: hash && `${hash[0]}:${String(hash[1])}`,
    }),
  };
}
