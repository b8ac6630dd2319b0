import { buildGraph, edgesOf, type AskedDependency, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockGraph, type MissingEdge } from '../graph/lock-graph.ts';
import {
  fieldsOf,
  formOf,
  given,
  listOf,
  malformed,
  textOf,
  textsOf,
  type Fields,
  type LockSource,
} from '../lock-source.ts';

const command = 'composer update --lock';

/** `composer.lock`, which keeps what only development has in a list of its own. @see https://getcomposer.org/doc/01-basic-usage.md */
export function parseComposerLock(source: LockSource): LockGraph {
  const lock = parsed(source, source.text);
  if (lock['packages'] === undefined) throw malformed(source, 'it has no "packages"', { command });
  const shipped = listOf(lock['packages']).map(fieldsOf);
  const forDevelopment = listOf(lock['packages-dev']).map(fieldsOf);
  const text = source.texts.get('composer.json');
  const manifest = text === undefined ? undefined : parsed({ ...source, file: 'composer.json' }, text);
  // The project itself can stand in for what others ask for, and then nothing is there.
  const own = new Set(
    Object.keys(fieldsOf(manifest?.['replace']))
      .concat(Object.keys(fieldsOf(manifest?.['provide'])))
      .map((name) => name.toLowerCase()),
  );
  const ids = new Map<string, string>();
  for (const entry of [...shipped, ...forDevelopment])
    // Somebody may ask for what another package stands in for.
    for (const name of [
      ...Object.keys(fieldsOf(entry['replace'])),
      ...Object.keys(fieldsOf(entry['provide'])),
      nameOf(entry),
    ])
      ids.set(name.toLowerCase(), nameOf(entry));
  const missing: MissingEdge[] = [];
  const find = ({ name }: AskedDependency): string | undefined => ids.get(name.toLowerCase());
  const draft = (entry: Fields): DraftPackage =>
    draftOf(
      entry,
      edgesOf(
        asked(entry['require'], 'runtime').filter(({ name }) => !own.has(name.toLowerCase())),
        { from: nameOf(entry), missing, find },
      ),
    );
  const id = importerId('');
  const wanted = manifest ? [...asked(manifest['require'], 'runtime'), ...asked(manifest['require-dev'], 'dev')] : [];
  return buildGraph({
    file: source.file,
    format: 'composer',
    formatVersion: formOf(lock['plugin-api-version']),
    ecosystem: 'Packagist',
    packages: [...shipped, ...forDevelopment].map(draft),
    importers: manifest
      ? [{ id, path: '', name: textOf(manifest['name']) ?? '', edges: edgesOf(wanted, { from: id, missing, find }) }]
      : [],
    missing,
    development: new Set(forDevelopment.map(nameOf)),
    ...(!manifest && { gaps: ['No composer.json beside it: who asks for what is not known'] }),
  });
}

function parsed(source: Pick<LockSource, 'file' | 'text'>, text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    throw malformed({ file: source.file, text }, 'it is not JSON', { command });
  }
}

/** Without the platform: PHP itself, its extensions and libraries. */
function asked(list: unknown, kind: 'runtime' | 'dev'): readonly AskedDependency[] {
  return textsOf(list)
    .filter(([name]) => name.includes('/'))
    .map(([name, range]) => ({ name, range, kind }));
}

function nameOf(entry: Fields): string {
  return textOf(entry['name']) ?? '';
}

function draftOf(entry: Fields, edges: DraftPackage['edges']): DraftPackage {
  const dist = fieldsOf(entry['dist']);
  const sum = textOf(dist['shasum']);
  const isLocal = dist['type'] === 'path';
  return {
    id: nameOf(entry),
    name: nameOf(entry),
    version: textOf(entry['version']) ?? '',
    origin: isLocal ? 'local' : 'registry',
    edges,
    ...given({
      resolved: textOf(dist['url']) ?? textOf(fieldsOf(entry['source'])['url']),
      integrity: sum === undefined ? undefined : `sha1:${sum}`,
    }),
  };
}
