import { load } from 'js-yaml';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import { importerId, type LockEdge, type LockGraph, type PackageOrigin } from '../graph/lock-graph.ts';
import { fieldsOf, given, malformed, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { malformedYaml } from '../malformed-yaml.ts';

const command = 'dart pub get';
const origins: Readonly<Record<string, PackageOrigin>> = {
  hosted: 'registry',
  git: 'git',
  path: 'local',
  sdk: 'local',
};

/** `pubspec.lock`, which says what is asked for directly, and not who asks for the rest. @see https://dart.dev/tools/pub/glossary#lockfile */
export function parsePubspecLock(source: LockSource): LockGraph {
  const lock = parsed(source);
  if (lock['packages'] === undefined) throw malformed(source, 'it has no "packages"', { command });
  const entries = Object.entries(fieldsOf(lock['packages'])).map(([id, value]) => ({ id, fields: fieldsOf(value) }));
  const edges = entries.flatMap(({ id, fields }): readonly LockEdge[] => {
    const asked = textOf(fields['dependency']) ?? '';
    if (!asked.startsWith('direct')) return [];
    return [{ name: id, kind: asked === 'direct dev' ? 'dev' : 'runtime', to: id }];
  });
  return buildGraph({
    file: source.file,
    format: 'pub',
    formatVersion: '',
    ecosystem: 'Pub',
    packages: entries.map(({ id, fields }) => draftOf(id, fields)),
    importers: [{ id: importerId(''), path: '', name: '', edges }],
  });
}

function parsed(source: LockSource): Fields {
  try {
    return fieldsOf(load(source.text));
  } catch (error) {
    throw malformedYaml(source, error, command);
  }
}

function draftOf(id: string, fields: Fields): DraftPackage {
  const description = fieldsOf(fields['description']);
  const hash = textOf(description['sha256']);
  const isHosted = fields['source'] === 'hosted';
  return {
    id,
    name: (isHosted ? textOf(description['name']) : undefined) ?? id,
    version: textOf(fields['version']) ?? '',
    origin: origins[textOf(fields['source']) ?? ''] ?? 'url',
    edges: [],
    ...given({
      resolved: textOf(description['url']),
      integrity: hash === undefined ? undefined : `sha256:${hash}`,
    }),
  };
}
