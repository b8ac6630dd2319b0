import { expect, test } from '@jest/globals';
import type { ImportTrial } from '@cdev/installed-package';
import { withFields } from '../one-defect/clean-package.ts';
import { bare, find } from './find-with.ts';

const failed: ImportTrial = {
  entry: '.',
  specifier: 'one-defect',
  isByPattern: false,
  how: 'import',
  outcome: 'failed',
  code: 'ERR_MODULE_NOT_FOUND',
  reason: "Error: Cannot find package '@host/core' imported from /project/node_modules/one-defect/dist/index.js",
  names: [],
  duration: 1,
};
const optional = withFields(
  { peerDependencies: { '@host/core': '*' }, peerDependenciesMeta: { '@host/core': { optional: true } } },
  bare,
);
const peerOf = withFields({ peerDependencies: { '@host/core': '*' } }, bare);

const cases = [
  ['a module that is missing', bare, {}, 'error'],
  ['a peer that has to be there', peerOf, {}, 'error'],
  ['an optional peer', optional, {}, 'suggestion'],
  ['another package than the optional peer', optional, { reason: "Error: Cannot find package 'host'" }, 'error'],
  ['a file that only a pattern leads to', bare, { isByPattern: true }, 'warning'],
  ['what needs a browser', bare, { code: undefined, reason: 'ReferenceError: window is not defined' }, 'suggestion'],
] as const;

test.each(cases)('%s', async (_what, of, more, severity) => {
  const trials = [{ ...failed, ...more }];
  const nothing = async (): Promise<undefined> => undefined;
  const facts = { failure: nothing, bins: nothing, types: nothing, imports: async () => trials };
  const [finding, ...others] = await find('entry-loads', of, facts);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: 'entry-loads', severity, place: 'package.json#exports["."]' });
  expect(finding?.mend).not.toBe('');
});
