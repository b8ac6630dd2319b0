import { readFileSync } from 'node:fs';
import { errors } from './errors.ts';
import { readPermissions } from './permissions.ts';
import { addedSchemaVersion, trustTiers, type AddedLock, type AddedPackage, type AddedScript } from './added-script.ts';

const empty: AddedLock = { schemaVersion: addedSchemaVersion, scripts: [] };

/** The lock in that file; empty when there is none. @throws CDEV_E_ADDED_LOCK_UNREADABLE, CDEV_E_ADDED_LOCK_INVALID */
export function readAddedLock(file: string): AddedLock {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    // A home that is a file, or is not there, has nothing in it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return empty;
    throw errors.make('CDEV_E_ADDED_LOCK_UNREADABLE', { file, reason: code }, { cause });
  }
  return parseAddedLock(text, file);
}

/** @throws CDEV_E_ADDED_LOCK_INVALID */
export function parseAddedLock(text: string, file: string): AddedLock {
  const refuse = (problem: string): never => {
    throw errors.make('CDEV_E_ADDED_LOCK_INVALID', { file, problem });
  };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return refuse((error as Error).message.split('\n')[0] ?? '');
  }
  const { schemaVersion, scripts } = record(found);
  if (schemaVersion !== addedSchemaVersion)
    return refuse(`its schemaVersion is ${JSON.stringify(schemaVersion)}, this version knows ${addedSchemaVersion}`);
  if (typeof scripts !== 'object' || scripts === null || Array.isArray(scripts))
    return refuse('"scripts" is no mapping');
  const read = Object.entries(scripts).map(([name, value]) => {
    const script = scriptIn(name, record(value));
    return script ?? refuse(`scripts.${name} is not complete, or leads out of its folder`);
  });
  return { schemaVersion: addedSchemaVersion, scripts: read };
}

/** Always in the same order, so that a diff shows what changed. */
export function serialiseAddedLock({ scripts }: AddedLock): string {
  const byName = scripts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const written = Object.fromEntries(byName.map(({ name, ...rest }) => [name, rest]));
  return `${JSON.stringify({ schemaVersion: addedSchemaVersion, scripts: written }, undefined, 2)}\n`;
}

const packageName = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/;
const versionForm = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;
const integrityForm = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** Undefined when something is missing, or a path would lead out of the folder: the file may come with a repository of others. */
function scriptIn(name: string, value: Readonly<Record<string, unknown>>): AddedScript | undefined {
  const { registry, addedAt, tier, maintainers, publisher, builtIn, permissions, files, bin, packages } = value;
  const { package: packageOf, version, integrity } = value;
  const knownTier = trustTiers.find((each) => each === tier);
  const read = Array.isArray(packages) ? packages.map((each) => packageIn(record(each))) : [undefined];
  const limits = readPermissions(permissions);
  if (!/^[a-z0-9][\w-]*$/i.test(name) || !isForm(packageOf, packageName) || !isForm(version, versionForm))
    return undefined;
  if (!isForm(integrity, integrityForm) || !isForm(files, integrityForm) || knownTier === undefined) return undefined;
  if (!isForm(registry, /^https?:\/\/\S+\/$/) || typeof addedAt !== 'string' || !isInside(bin)) return undefined;
  if (!read.every((each) => each !== undefined) || !isTexts(maintainers)) return undefined;
  // Limits that cannot be understood must not become none.
  if (permissions !== undefined && limits === undefined) return undefined;
  return {
    name,
    package: packageOf,
    version,
    registry,
    integrity,
    addedAt,
    tier: knownTier,
    maintainers,
    ...(typeof publisher === 'string' && { publisher }),
    ...(typeof builtIn === 'string' && { builtIn }),
    ...(limits && { permissions: limits }),
    files,
    bin,
    packages: read,
  };
}

function packageIn(value: Readonly<Record<string, unknown>>): AddedPackage | undefined {
  const { path, name, version, integrity, isOptional, os, cpu } = value;
  if (!isForm(name, packageName) || !isForm(version, versionForm) || !isForm(integrity, integrityForm))
    return undefined;
  if (!isForm(path, /^node_modules\/[^\\]+$/) || !isInside(path)) return undefined;
  return {
    path,
    name,
    version,
    integrity,
    ...(isOptional === true && { isOptional }),
    ...(isTexts(os) && { os }),
    ...(isTexts(cpu) && { cpu }),
  };
}

function isInside(path: unknown): path is string {
  return typeof path === 'string' && path !== '' && !/^[/\\]|\\|^[A-Za-z]:|(?:^|\/)\.\.(?:\/|$)|\0/.test(path);
}

function isForm(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
