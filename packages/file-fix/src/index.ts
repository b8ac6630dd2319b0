/** Mechanical mends of files: planned together, shown as a diff, written whole or not at all. */
export { errors as fileFixErrors } from './errors.ts';
export type { Fix } from './fix.ts';
export { setManifestField } from './manifest-field.ts';
export { applyFixes, planFixes } from './plan-fixes.ts';
export type { PlannedFix } from './plan-fixes.ts';
export { textDiff } from './text-diff.ts';
