import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const names = [
  'Cargo.toml',
  'go.mod',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'composer.json',
  'Gemfile',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'mix.exs',
  'Package.swift',
];

/**
 * What describes a project of another language than JavaScript in a folder or the nearest one above it: `Cargo.toml`. Undefined for none, and where a
 * `package.json` is nearer or beside it.
 */
export function foreignManifest(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return undefined;
    const found = names.find((name) => existsSync(join(at, name)));
    if (found !== undefined) return found;
    // What is above a repository does not describe it.
    if (dirname(at) === at || existsSync(join(at, '.git'))) return undefined;
  }
}
