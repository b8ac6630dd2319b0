import { lockfileKind } from './lockfile.ts';
import type { MergeRule } from './merge-result.ts';

/** The rule that a path asks for when none is forced. */
export function ruleFor(path: string): MergeRule {
  if (lockfileKind(path) !== undefined) return 'lockfile';
  if (/\.(?:json|jsonc|json5|webmanifest)$/i.test(path)) return 'json';
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  if (/\.[cm]?[jt]sx?$/i.test(path)) return 'imports';
  return 'text';
}
