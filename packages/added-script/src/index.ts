/** The lock of scripts of others that were added: its form, where it is, what it names, and what each may do. */
export { addedFolder, addedPlaces, homePlace, projectLockName, projectPlace } from './added-place.ts';
export type { AddedPlace } from './added-place.ts';
export { trustTiers } from './added-script.ts';
export type { AddedLock, AddedPackage, AddedScript, TrustTier } from './added-script.ts';
export { errors as addedScriptErrors } from './errors.ts';
export { findAdded, limitsOf, listAdded, unreadableLocks } from './find-added.ts';
export type { FoundAdded } from './find-added.ts';
export { parseAddedLock, readAddedLock, serialiseAddedLock } from './parse-added.ts';
export { readPermissions } from './permissions.ts';
export type { ScriptPermissions } from './permissions.ts';
