import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from '@cdev/git';

/** A repository whose issue is taken through the whole workflow, and killed on its way. */
export interface Victim {
  readonly folder: string;
  readonly repository: string;
  /** The command line of the workflow, for `node`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const issue = `---
id: CRASH-1
title: Three things at once
---

## 1. Alpha

Change \`src/alpha.js\`, and export it from \`src/index.js\`.

## 2. Beta

Change \`src/beta.js\`, and export it from \`src/index.js\`.

## 3. Gamma

Depends on part 1. New: \`src/gamma/gamma.js\`.
`;

/** Writes drafts that are overwritten later, each unlike any other: bytes that only exist in a worktree for a moment. */
const agent = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const prompt = readFileSync(process.env.CDEV_PROMPT, 'utf8');
const name = ['Alpha', 'Beta', 'Gamma'].find((word) => prompt.includes('# ' + word)).toLowerCase();
const nonce = () => '// ' + name + ' ' + process.pid + ' ' + Math.random() + '\\n';
const path = name === 'gamma' ? 'src/gamma/gamma.js' : 'src/' + name + '.js';
mkdirSync('src/gamma', { recursive: true });
for (let turn = 0; turn < 4; turn += 1) {
  writeFileSync(path, nonce());
  await sleep(60);
}
writeFileSync(path, 'export const ' + name + " = '" + name + " done';\\n");
if (name !== 'gamma') {
  const index = readFileSync('src/index.js', 'utf8').split('\\n').filter((line) => line !== '' && !line.includes('/' + name + '.js'));
  writeFileSync('src/index.js', [...index, 'export { ' + name + " } from './" + name + ".js';", ''].join('\\n'));
}
await sleep(60);
console.log('done');
`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{\n  "type": "module",\n  "scripts": {\n    "test": "node test/index.test.js"\n  }\n}\n',
  // The tests are run by pnpm, which starts in a tenth of npm's time.
  'pnpm-workspace.yaml': 'packages: []\n',
  'src/index.js': "export { base } from './base.js';\n",
  'src/base.js': "export const base = 'base';\n",
  'src/alpha.js': "export const alpha = 'to do';\n",
  'src/beta.js': "export const beta = 'to do';\n",
  'test/index.test.js':
    "import test from 'node:test';\nimport * as all from '../src/index.js';\ntest('exports strings', () => {\n  for (const value of Object.values(all)) if (typeof value !== 'string') throw new Error('no string');\n});\n",
};

export async function createVictim(): Promise<Victim> {
  const folder = mkdtempSync(join(tmpdir(), 'cdev-crash-'));
  const repository = join(folder, 'repository');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  writeFileSync(join(folder, 'issue.md'), issue);
  writeFileSync(join(folder, 'agent.mjs'), agent);
  await git(repository, ['init', '--quiet', '--initial-branch=main']);
  for (const [key, value] of [
    ['user.name', 'crash test'],
    ['user.email', 'crash@example.org'],
    ['gc.auto', '0'],
  ] as const)
    await git(repository, ['config', key, value]);
  await git(repository, ['add', '.']);
  await git(repository, ['commit', '--quiet', '-m', 'Begin']);
  const cdev = fileURLToPath(new URL('bin/cdev.js', import.meta.resolve('@cdev/cli/package.json')));
  return {
    folder,
    repository,
    command: [cdev, 'parallel', '--issue', '../issue.md', '--command', 'node ../../../agent.mjs', '--yes'],
    env: {
      CDEV_HOME: join(folder, 'home'),
      TMPDIR: folder,
      NO_COLOR: '1',
      NODE_OPTIONS: undefined,
      CDEV_HOUSE_TEST: undefined,
    },
  };
}
