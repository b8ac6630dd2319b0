import { builtinModules } from 'node:module';
import { field } from '../../rule/places.ts';
import type { Rule } from '../../rule/rule.ts';

/** The rules of the registry for new names. */
export const name: Rule = {
  id: 'name',
  severity: 'error',
  summary: 'the registry takes the name',
  breaks: 'You: the registry refuses the publish',
  check: ({ manifest }) => {
    const { name: value } = manifest;
    const problem = typeof value === 'string' ? problemWith(value) : 'there is no name';
    return problem === undefined
      ? []
      : [
          {
            place: field('name'),
            reason: problem,
            mend: 'Choose a name of lower-case letters, digits, "-", "." and "_"',
          },
        ];
  },
};

function problemWith(name: string): string | undefined {
  const bare = name.replace(/^@([^/]+)\//, '');
  if (name !== name.toLowerCase()) return `"${name}" has upper-case letters`;
  if (name !== name.trim()) return `"${name}" begins or ends with a space`;
  if (name.length > 214) return `the name has ${name.length} letters, and 214 are allowed`;
  if (/^[._]/.test(bare) || bare === '') return `"${name}" begins with a dot or an underscore`;
  if (!/^(?:@[^/@\s]+\/)?[^/@\s]+$/.test(name) || encodeURIComponent(bare) !== bare || /[~'!()*]/.test(bare))
    return `"${name}" has letters that cannot stand in an address`;
  if (['node_modules', 'favicon.ico'].includes(bare)) return `"${name}" is a reserved name`;
  return builtinModules.includes(name) ? `"${name}" is a module of Node` : undefined;
}

/** `private` packages are refused. */
export const privatePackage: Rule = {
  id: 'private',
  severity: 'error',
  summary: 'the package is not marked private',
  breaks: 'You: npm refuses to publish it (EPRIVATE), although a dry run says it would',
  check: ({ manifest }) =>
    manifest['private'] === true
      ? [{ place: field('private'), reason: 'is true', mend: 'Remove "private", or do not publish this package' }]
      : [],
};
