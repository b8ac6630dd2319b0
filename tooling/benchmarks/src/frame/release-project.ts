import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = {
  name: 'cdev-bench-release',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  exports: './index.js',
  files: ['index.js'],
  engines: { node: '>=22' },
};

/** A small package as it lies in its repository before a release, with a remote that has everything. */
export function releaseProject(parent: string): string {
  const [folder, remote] = [join(parent, 'release'), join(parent, 'release.git')];
  mkdirSync(folder);
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  const files = {
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'index.js': 'export const answer = 42;\n',
    'README.md': '# Release\n',
    LICENSE: 'MIT License\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '--quiet', '--message', 'One');
  git('remote', 'add', 'origin', remote);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
  return folder;
}
