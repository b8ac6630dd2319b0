import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunnerProject } from './runner-projects.ts';

/** Two packages: the tests of one pass and fail, those of the other are flaky by a counter. Answers with the runner's version. */
export function makeRunnerProject(at: string, { dependencies, script, fileOf, write }: RunnerProject): string {
  const source = (name: string): string => `import { ${name} } from '../src/${name}.mjs';`;
  const check = (name: string, sum: number): string =>
    `    if (${name}(1, 2) !== ${sum}) throw new Error('${name} is ' + ${name}(1, 2));`;
  const manifest = (name: string): string =>
    JSON.stringify({ name, version: '1.0.0', private: true, type: 'module', scripts: { test: script } });
  const wobbly = [
    '    const count = new URL("../count", import.meta.url);',
    '    fs.appendFileSync(count, "x");',
    '    if (fs.readFileSync(count, "utf8").length % 2 === 1) throw new Error("not yet");',
  ].join('\n');
  const code = (name: string, operator: string): string =>
    `export function ${name}(a, b) {\n  return a ${operator} b;\n}\nexport function unused() {\n  return 0;\n}\n`;
  const files: Readonly<Record<string, string>> = {
    'package.json': JSON.stringify({ name: 'trial', private: true, workspaces: ['packages/*'] }),
    '.gitignore': 'node_modules\ncount\nreports\n.tap\ntest-results\n',
    'packages/one/package.json': manifest('one'),
    'packages/one/src/add.mjs': code('add', '+'),
    'packages/one/src/times.mjs': code('times', '*'),
    [`packages/one/${fileOf('add')}`]: write(
      [source('add')],
      [
        { name: 'adds', body: check('add', 3) },
        { name: 'fails', body: check('add', 4) },
      ],
    ),
    [`packages/one/${fileOf('times')}`]: write([source('times')], [{ name: 'multiplies', body: check('times', 2) }]),
    'packages/two/package.json': manifest('two'),
    'packages/two/src/minus.mjs': code('minus', '-'),
    [`packages/two/${fileOf('minus')}`]: write(
      ["import fs from 'node:fs';", source('minus')],
      [
        { name: 'subtracts', body: check('minus', -1) },
        { name: 'wobbles', body: wobbly },
        { name: 'is slow', body: '    await new Promise((done) => setTimeout(done, 300));' },
      ],
    ),
  };
  mkdirSync(at, { recursive: true });
  for (const part of ['packages', '.git']) rmSync(join(at, part), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  const npm = (...args: readonly string[]): void =>
    void execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
      cwd: at,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  if (!existsSync(join(at, 'node_modules'))) npm('install', '--save-dev', ...dependencies);
  const git = (...args: readonly string[]): void => void execFileSync('git', args, { cwd: at, stdio: 'ignore' });
  git('init', '--initial-branch', 'main');
  git('add', '--all');
  git('-c', 'user.name=Trial', '-c', 'user.email=trial@example.org', 'commit', '--message', 'Project');
  const [first] = dependencies;
  if (first === undefined) return process.versions.node;
  return (
    JSON.parse(readFileSync(join(at, 'node_modules', first.replace(/(?<=.)@\d.*/, ''), 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;
}
