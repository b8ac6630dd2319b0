import { posix } from 'node:path';
import { lockFiles } from '@cdev/package-workspace';
import type { Project } from './project.ts';

type Found = Project['packageManagers'][number];

const byFile: readonly (readonly [file: string, name: string])[] = [
  ['pnpm-workspace.yaml', 'pnpm'],
  ...Object.entries(lockFiles),
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['Pipfile.lock', 'pipenv'],
  ['requirements.txt', 'pip'],
  ['Cargo.toml', 'cargo'],
  ['go.mod', 'go'],
  ['Gemfile', 'bundler'],
  ['composer.json', 'composer'],
  ['pom.xml', 'maven'],
  ['build.gradle', 'gradle'],
  ['build.gradle.kts', 'gradle'],
  ['mix.exs', 'mix'],
];

/**
 * The package managers that files at the top speak of, each once. The manifest's `packageManager` field comes first; a package.json
 * without a word on it means npm.
 */
export function findPackageManagers(
  paths: ReadonlySet<string>,
  manifest: { readonly packageManager?: unknown } | undefined,
): readonly Found[] {
  const found: Found[] = [];
  const add = (name: string, foundIn: string): void => {
    if (!found.some((other) => other.name === name)) found.push({ name, foundIn });
  };
  const field = manifest?.packageManager;
  if (typeof field === 'string' && /^(?:npm|pnpm|yarn|bun)@/.test(field))
    add(field.split('@')[0] ?? '', 'package.json packageManager');
  for (const [file, name] of byFile) if (paths.has(file)) add(name, posix.basename(file));
  if (manifest && !found.some(({ name }) => ['npm', 'pnpm', 'yarn', 'bun'].includes(name))) add('npm', 'package.json');
  return found;
}
