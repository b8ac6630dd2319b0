import type { PackageManagerName } from './package-workspace.ts';

/**
 * Lock file -> the package manager that writes it. Where several are there the first in this order counts: of one manager the one that it reads itself (npm
 * takes the shrinkwrap, https://docs.npmjs.com/cli/configuring-npm/npm-shrinkwrap-json; bun the text), and bun's before yarn's, because bun can write a
 * yarn.lock beside its own.
 */
export const lockFiles: Readonly<Record<string, PackageManagerName>> = {
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'yarn.lock': 'yarn',
  'npm-shrinkwrap.json': 'npm',
  'package-lock.json': 'npm',
};
