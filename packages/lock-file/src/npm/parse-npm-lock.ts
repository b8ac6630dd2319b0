import { errors } from '../errors.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { LockGraph } from '../graph/lock-graph.ts';
import { fieldsOf, formOf, malformed, type Fields, type LockSource } from '../lock-source.ts';
import { npmPackages } from './npm-packages.ts';
import { npmTree } from './npm-tree.ts';

const command = 'npm install --package-lock-only';

/**
 * `package-lock.json` and `npm-shrinkwrap.json` of the forms 1, 2 and 3.
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 */
export function parseNpmLock(source: LockSource): LockGraph {
  const lock = parsed(source);
  const version = lock['lockfileVersion'];
  const formatVersion = version === undefined ? '1' : formOf(version);
  if (!['1', '2', '3'].includes(formatVersion))
    throw errors.make('CDEV_E_LOCK_FILE_VERSION_UNKNOWN', {
      file: source.file,
      version: formatVersion,
      known: '1, 2 and 3',
      command,
    });
  // Without the list that came with the form 2, npm too takes the tree that form has beside it.
  const hasTree = lock['packages'] === undefined && lock['dependencies'] !== undefined;
  if (lock['packages'] === undefined && lock['dependencies'] === undefined && formatVersion !== '1')
    throw malformed(source, 'it has no "packages"', { command });
  const parts = formatVersion === '1' || hasTree ? npmTree(lock, source) : npmPackages(fieldsOf(lock['packages']));
  return buildGraph({ file: source.file, format: 'npm', formatVersion, ecosystem: 'npm', ...parts });
}

function parsed(source: LockSource): Fields {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch (error) {
    const { message } = error as Error;
    const [, offset] = / at position (\d+)/.exec(message) ?? [];
    const line = offset === undefined ? undefined : source.text.slice(0, Number(offset)).split('\n').length;
    throw malformed(source, message.replace(/(?: in JSON)? at position .*$/, ''), { line, command });
  }
  const lock = fieldsOf(value);
  if (lock['packages'] === undefined && lock['dependencies'] === undefined && lock['lockfileVersion'] === undefined)
    throw malformed(source, 'it has neither "lockfileVersion" nor "packages" nor "dependencies"', { command });
  return lock;
}
