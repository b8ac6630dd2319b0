import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, malformed, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { parseJson } from '../parse-json.ts';
import { pythonName } from '../toml/python-name.ts';

const command = 'pipenv lock';

/**
 * `Pipfile.lock`: a list for each category, `develop` that of development. Which of a list are asked for by others is not told.
 * @see https://pipenv.pypa.io/en/latest/pipfile.html
 */
export function parsePipfileLock(source: LockSource): LockGraph {
  const lock = parseJson(source, command);
  if (lock['_meta'] === undefined) throw malformed(source, 'it has no "_meta"', { command });
  const packages = new Map<string, DraftPackage>();
  const edges: LockEdge[] = [];
  for (const [category, list] of Object.entries(lock)) {
    if (category === '_meta') continue;
    for (const [name, entry] of Object.entries(fieldsOf(list))) {
      const draft = draftOf(pythonName(name), fieldsOf(entry));
      if (!packages.has(draft.id)) packages.set(draft.id, draft);
      const kind = category === 'develop' ? 'dev' : 'runtime';
      edges.push({ name: draft.name, kind, range: `==${draft.version}`, to: draft.id });
    }
  }
  return buildGraph({
    file: source.file,
    format: 'pipenv',
    formatVersion: formOf(fieldsOf(lock['_meta'])['pipfile-spec']),
    ecosystem: 'PyPI',
    packages: [...packages.values()],
    importers: [{ id: importerId(''), path: '', name: '', edges }],
  });
}

function draftOf(name: string, entry: Fields): DraftPackage {
  const version = (textOf(entry['version']) ?? '').replace(/^={2,3}/, '');
  const [git, url] = [textOf(entry['git']), textOf(entry['file'])];
  const path = textOf(entry['path']);
  const origin = git !== undefined ? 'git' : url !== undefined ? 'url' : path !== undefined ? 'local' : 'registry';
  return {
    id: `${name} ${version}`,
    name,
    version,
    origin,
    edges: [],
    ...given({ resolved: git ?? url ?? path, integrity: textOf(listOf(entry['hashes'])[0]) }),
  };
}
