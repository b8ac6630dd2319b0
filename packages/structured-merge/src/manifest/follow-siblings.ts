import type { AdditionRule } from '../tree/merge-tree.ts';
import { isInVersionMap } from './version-rule.ts';

/** Packages of one family that show that they move together. */
const fewestSiblings = 2;

/** `@babel/` of `@babel/core`, `jest-` of `jest-mock`; the packages of a workspace are one whatever they are called. */
const familyOf = (name: string, range: string): string | undefined =>
  /^["']?workspace:/.test(range) ? '' : /^(?:@[^/]+\/|[a-z]+-)/.exec(name)?.[0];

/**
 * Packages that are released together have one version. Where one side adds one of them in the version that the others had, and the other side moved
 * those others on, the added one moves with them.
 */
export function followSiblings(rule: 'json' | 'yaml'): AdditionRule {
  return ({ path, added, own, merged }) => {
    const family = familyOf(path.at(-1) ?? '', added.text);
    if (family === undefined || !isInVersionMap(path)) return undefined;
    const siblings = [...own].filter(([key, text]) => key.startsWith(family) && text === added.text && merged.has(key));
    const [text, ...others] = new Set(siblings.map(([key]) => merged.get(key)));
    if (siblings.length < fewestSiblings || text === undefined || others.length > 0 || text === added.text)
      return undefined;
    const reason = `The other packages of ${family || 'the workspace'} went from ${added.text} to ${text}: so does the one that was added`;
    return {
      node: { ...added, text, canonical: text },
      resolution: { rule: rule === 'json' ? 'package-json' : rule, reason, confidence: 'likely' },
    };
  };
}
