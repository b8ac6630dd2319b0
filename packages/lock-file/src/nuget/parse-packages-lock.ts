import { basename, dirname } from 'node:path';
import { errors } from '../errors.ts';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph, type MissingEdge } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, malformed, textOf, textsOf, type Fields, type LockSource } from '../lock-source.ts';
import { parseJson } from '../parse-json.ts';

const command = 'dotnet restore --force-evaluate';
/** Nothing else says so: a project of tests is called after what it tests. */
const ofTests = /(?:^|[._-])\w*tests?$/i;

interface Entry {
  readonly name: string;
  readonly fields: Fields;
  readonly id: string;
  readonly isProject: boolean;
}

/**
 * `packages.lock.json`: a list for each framework and runtime that is built for. Projects beside it stand in the lists, and what they ask for too.
 * @see https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies
 */
export function parsePackagesLock(source: LockSource): LockGraph {
  const lock = parseJson(source, command);
  const formatVersion = formOf(lock['version']);
  if (lock['dependencies'] === undefined) throw malformed(source, 'it has no "dependencies"', { command });
  if (formatVersion !== '1' && formatVersion !== '2')
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: '1, 2',
      command,
    });
  const id = importerId('');
  const packages = new Map<string, DraftPackage>();
  const asked = new Map<string, LockEdge>();
  const missing: MissingEdge[] = [];
  for (const list of Object.values(fieldsOf(lock['dependencies']))) {
    const entries = Object.entries(fieldsOf(list)).map(([name, value]) => entryOf(name, fieldsOf(value)));
    const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
    const ofProjects = new Set<string>();
    for (const entry of entries) {
      const edges: LockEdge[] = [];
      for (const [name, range] of textsOf(entry.fields['dependencies'])) {
        const found = byName.get(name.toLowerCase());
        if (found) edges.push({ name: found.name, kind: 'runtime', range, to: found.id });
        else missing.push({ from: entry.id, name, kind: 'runtime', range });
        if (found?.isProject) ofProjects.add(found.id);
      }
      packages.set(entry.id, withEdges(packages.get(entry.id) ?? draftOf(entry), edges));
    }
    for (const { name, fields, id: to, isProject } of entries)
      if (fields['type'] === 'Direct' || (isProject && !ofProjects.has(to)))
        asked.set(to, { name, kind: 'runtime', to, ...given({ range: textOf(fields['requested']) }) });
  }
  const isOfTests = ofTests.test(basename(dirname(source.file)));
  return buildGraph({
    file: source.file,
    format: 'nuget',
    formatVersion,
    ecosystem: 'NuGet',
    packages: [...packages.values()],
    importers: [
      {
        id,
        path: '',
        name: '',
        edges: [...asked.values()].map((edge): LockEdge => (isOfTests ? { ...edge, kind: 'dev' } : edge)),
      },
    ],
    missing,
  });
}

function entryOf(name: string, fields: Fields): Entry {
  const isProject = fields['type'] === 'Project';
  return { name, fields, isProject, id: isProject ? `project ${name}` : `${name} ${textOf(fields['resolved']) ?? ''}` };
}

function draftOf({ name, fields, id, isProject }: Entry): DraftPackage {
  const hash = textOf(fields['contentHash']);
  return {
    id,
    name,
    version: textOf(fields['resolved']) ?? '',
    origin: isProject ? 'local' : 'registry',
    edges: [],
    ...given({ integrity: hash === undefined ? undefined : `sha512-${hash}` }),
  };
}

/** What it asks for can differ from one framework to the other. */
function withEdges(draft: DraftPackage, more: readonly LockEdge[]): DraftPackage {
  const known = new Set(draft.edges.map(({ to }) => to));
  const edges = more.filter(({ to }) => !known.has(to));
  return edges.length === 0 ? draft : { ...draft, edges: [...draft.edges, ...edges] };
}
