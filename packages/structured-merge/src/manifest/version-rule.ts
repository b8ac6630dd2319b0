import type { RemovalRule, ScalarRule } from '../tree/merge-tree.ts';
import { mergeRanges } from './merge-ranges.ts';

/** Maps from a package or tool to the range of its versions; `catalogs` holds such maps by name. */
const versionMaps = new Set([
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
  'overrides',
  'resolutions',
  'engines',
  'volta',
  'catalog',
  'catalogs',
]);

/** Two new versions of one package: the higher one wins, because it is the one both sides can have been tested up to. */
export function takeHigherVersion(rule: 'json' | 'yaml'): ScalarRule {
  return ({ path, base, ours, theirs }) => {
    if (!holdsVersion(path)) return undefined;
    const [left, right] = [unquote(ours.text), unquote(theirs.text)];
    const merged = mergeRanges({ base: base && unquote(base.text), ours: left, theirs: right });
    if (merged === undefined) return undefined;
    const text = ours.text.replace(left, () => merged);
    const reason = `ours has ${left}, theirs has ${right}: ${merged} is kept`;
    return {
      node: { ...ours, text, canonical: JSON.stringify(merged) },
      resolution: { rule: rule === 'json' ? 'package-json' : rule, reason, confidence: 'likely' },
    };
  };
}

/**
 * A dependency that one side removed while the other moved its version and nothing else: keeping a version up to date
 * does not ask for the dependency.
 */
export function removeDependency(rule: 'json' | 'yaml'): RemovalRule {
  return ({ path, base, present }) => {
    if (!isInVersionMap(path) || base.kind !== 'scalar' || present.kind !== 'scalar') return undefined;
    const [before, after] = [unquote(base.text), unquote(present.text)];
    const reason = `Removed on one side, moved from ${before} to ${after} on the other: the removal is kept`;
    return { rule: rule === 'json' ? 'package-json' : rule, reason, confidence: 'likely', trait: 'removed' };
  };
}

export function isInVersionMap(path: readonly string[]): boolean {
  return path.slice(-3, -1).some((key) => versionMaps.has(key));
}

function holdsVersion(path: readonly string[]): boolean {
  return path.at(-1) === 'version' || isInVersionMap(path);
}

const unquote = (text: string): string => text.replace(/^(["'])(?<inner>.*)\1$/, '$<inner>');
