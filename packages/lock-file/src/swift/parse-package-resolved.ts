import { errors } from '../errors.ts';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import type { LockGraph, PackageOrigin } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, given, listOf, malformed, textOf, type Fields, type LockSource } from '../lock-source.ts';
import { parseJson } from '../parse-json.ts';

const command = 'swift package resolve';

/** `Package.resolved` of Swift and of Xcode: the repositories that packages come from, and no word of who asks. */
export function parsePackageResolved(source: LockSource): LockGraph {
  const lock = parseJson(source, command);
  const formatVersion = formOf(lock['version']);
  if (!['1', '2', '3'].includes(formatVersion))
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion === '' ? 'without a version' : formatVersion,
      known: '1, 2, 3',
      command,
    });
  const pins = formatVersion === '1' ? fieldsOf(lock['object'])['pins'] : lock['pins'];
  if (!Array.isArray(pins)) throw malformed(source, 'it has no "pins"', { command });
  return buildGraph({
    file: source.file,
    format: 'swift',
    formatVersion,
    ecosystem: 'SwiftURL',
    packages: listOf(pins).map((pin) => draftOf(fieldsOf(pin))),
    importers: [],
  });
}

function draftOf(pin: Fields): DraftPackage {
  const location = textOf(pin['location']) ?? textOf(pin['repositoryURL']);
  const identity = textOf(pin['identity']) ?? textOf(pin['package']) ?? '';
  const state = fieldsOf(pin['state']);
  const version = textOf(state['version']) ?? '';
  const isLocal = pin['kind'] === 'localSourceControl' || location?.startsWith('/') === true;
  // All come from repositories; what is taken from a branch or a commit has no version, and is told by that.
  const origin: PackageOrigin = isLocal ? 'local' : 'registry';
  return {
    id: location ?? identity,
    name: location === undefined ? identity : repositoryName(location),
    version,
    origin,
    edges: [],
    ...given({ resolved: location, integrity: textOf(state['revision']) }),
  };
}

/** `github.com/owner/name`, under which advisories stand, whichever way it is fetched. */
function repositoryName(location: string): string {
  return location
    .replace(/^\w+:\/\/(?:[^/@]*@)?|^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/')
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.git$/, '');
}
