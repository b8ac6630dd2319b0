import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { runBin, tempFolder, tempRepo, transcript } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';

const demo = `
version: 1
pipelines:
  demo:
    description: Builds, tests and ships
    inputs: { who: { description: Whom to greet, default: world } }
    max-parallel: 1
    steps:
      build: { run: 'echo "version=1.2" >> "$CDEV_OUTPUT"' }
      test:
        needs: build
        matrix: { node: [22, 24] }
        run: test -n "\${{ matrix.node }}"
      ship:
        needs: [build, test]
        approval: Ship \${{ needs.build.outputs.version }} to \${{ inputs.who }}?
        run: echo shipped; test ! -e broken || { echo "It is broken" >&2; exit 4; }
`;
const cdev = (cwd: string, argv: readonly string[], more: { env?: Record<string, string>; home?: string } = {}) =>
  runBin('cli', ['run', ...argv], { cwd, timeLimit: 120_000, ...more });

describe('cdev run', () => {
  test('lists the pipelines of the project before those that ship', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': demo });
    const { stdout, exitCode } = await cdev(repo.path, ['--list']);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      'cdev run demo  Builds, tests and ships',
      '  who=…  Whom to greet',
      `  build → test → ship; ${join(repo.path, 'cdev.pipeline.yaml')}`,
      '',
      'cdev run parallel  Takes one issue to merged, tested code with several agents at once',
    ]);
    expect(stdout).toContain('prepublish → publish → postpublish; ships with cdev');
  });

  test('shows a plan, stops at an approval, goes on behind it, and tells a failure with its last lines', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': demo });
    const texts: string[] = [];
    const start = async (...argv: string[]): Promise<void> =>
      void texts.push(transcript(await cdev(repo.path, ['demo', ...argv])));
    await start('--dry-run');
    await start();
    await start('--approve', 'ship');
    await repo.write({ broken: '' });
    await start('--yes', 'who=Ada');
    expect(texts.join('\n')).toMatchInlineSnapshot(`
"$ cdev run demo --dry-run
exit 0
--- stdout
demo  <folder>/cdev.pipeline.yaml

  build      would run                     echo "version=1.2" >> "$CDEV_OUTPUT"
  test (22)  would run  after build        test -n "22"
  test (24)  would run  after build        test -n "24"
  ship       would run  after build, test  echo shipped; test ! -e broken || { ech…  asks first

Nothing was run.

$ cdev run demo
exit 2
--- stderr
✓ build  <duration>
✓ test (22)  <duration>
✓ test (24)  <duration>
✗ ship wants approval: Ship 1.2 to world?
  → Approve it: cdev run demo --approve ship (what is done is not done again)
  → Or run it at a terminal, where you are asked
  CDEV_E_PIPELINE_APPROVAL_NEEDED

$ cdev run demo --approve ship
exit 0
--- stdout
  ✓  build      kept
  ✓  test (22)  kept
  ✓  test (24)  kept
  ✓  ship       passed  <duration>

✓ demo passed  <duration>
Logs: <folder>/.git/cdev/pipelines/runs/demo/000001
--- stderr
Going on with the run of <time> (--fresh begins anew)
✓ ship  <duration>

$ cdev run demo --yes who=Ada
exit 1
--- stdout
  ✓  build      passed  <duration>
  ✓  test (22)  passed  <duration>
  ✓  test (24)  passed  <duration>
  ✗  ship       failed  <duration>  exit code 4

ship
  shipped
  It is broken
  <folder>/.git/cdev/pipelines/runs/demo/000002/03-ship.log

✗ demo failed  <duration>
→ Mend it, then go on: cdev run demo --resume
Logs: <folder>/.git/cdev/pipelines/runs/demo/000002
--- stderr
✓ build  <duration>
✓ test (22)  <duration>
✓ test (24)  <duration>
✗ ship  exit code 4  <duration>
"
`);
  });

  test('writes one document with every step, its outputs and its log', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': demo });
    const { document, exitCode } = await cdev(repo.path, ['demo', '--yes', '--json']);
    expect(exitCode).toBe(0);
    const { data } = document() as { data: { steps: { instance: string; outputs: object; log: string }[] } };
    expect(data).toMatchObject({ kind: 'run', status: 'passed', inputs: { who: 'world' } });
    expect(data.steps.map(({ instance }) => instance)).toEqual(['build', 'test (22)', 'test (24)', 'ship']);
    expect(data.steps[0]?.outputs).toEqual({ version: '1.2' });
    expect(await readFile(data.steps[3]?.log ?? '', 'utf8')).toBe('shipped\n');
  });

  test.each([
    [[], 2, 'CDEV_E_PIPELINE_NAME_MISSING'],
    [['nothing'], 2, 'CDEV_E_PIPELINE_UNKNOWN'],
    [['demo', 'who'], 2, 'CDEV_E_PIPELINE_INPUT_FORM'],
    [['demo', 'what=1'], 2, 'CDEV_E_PIPELINE_INPUT_UNKNOWN'],
    [['demo', '--approve', 'build'], 2, 'CDEV_E_PIPELINE_STEP_UNKNOWN'],
    [['demo', '--resume'], 2, 'CDEV_E_PIPELINE_NOTHING_TO_RESUME'],
    [['demo', '--file', 'none.yaml'], 2, 'CDEV_E_PIPELINE_FILE_UNREADABLE'],
    [['demo', '--file', 'broken.yaml'], 2, 'CDEV_E_PIPELINE_INVALID'],
    [['parallel'], 2, 'CDEV_E_PIPELINE_INPUT_MISSING'],
    [['demo', '--max-parallel', 'many'], 2, 'CDEV_E_CLI_USAGE'],
  ])('refuses %j', async (argv, code, error) => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': demo, 'broken.yaml': 'a: [' });
    const { exitCode, stderr, stdout } = await cdev(repo.path, argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(error);
  });

  test('Ctrl-C ends it with 130 and its steps with it, and the same command goes on', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': `version: 1\npipelines: { long: { steps: { a: { run: 'echo a >> .git/ran' }, b: { needs: a, run: 'test -e .git/began && exit; touch .git/began; sleep 600' } } } }\n`,
    });
    await using home = await tempFolder();
    const bin = fileURLToPath(new URL('../bin/cdev.js', import.meta.url));
    const env = { PATH: process.env['PATH'], HOME: home.path };
    const child = spawn(process.execPath, [bin, 'run', 'long'], { cwd: repo.path, env, stdio: 'ignore' });
    const exit = once(child, 'exit');
    while (!(await isThere(join(repo.path, '.git/began')))) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(130);
    const { exitCode, stdout } = await cdev(repo.path, ['long']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/a +kept/);
    expect(await readFile(join(repo.path, '.git/ran'), 'utf8')).toBe('a\n');
  });
});

describe('the pipelines that ship', () => {
  const agent = `
if grep -q '# Alpha' "$CDEV_PROMPT"; then name=alpha; else name=beta; fi
echo "export const $name = 'done';" > "src/$name.js"
`;
  const test_ =
    "import test from 'node:test';\nimport '../src/alpha.js';\nimport '../src/beta.js';\ntest('loads', () => {});\n";

  test('parallel takes an issue to a merged branch, asks before that, and goes on where it was left', async () => {
    await using repo = await tempRepo({
      'package.json': '{ "type": "module", "scripts": { "test": "node test/all.test.js" } }\n',
      // The tests are run by pnpm, which starts in a tenth of npm's time.
      'pnpm-workspace.yaml': 'packages: []\n',
      'src/alpha.js': '',
      'src/beta.js': '',
      'test/all.test.js': test_,
      'tools/agent.sh': agent,
      'issue.md':
        '---\nid: DEMO-7\ntitle: Two things\n---\n\n## 1. Alpha\n\nChange `src/alpha.js`.\n\n## 2. Beta\n\nChange `src/beta.js`.\n',
    });
    const before = await repo.git('rev-parse', 'main');
    const words = ['issue=issue.md', 'driver=command', 'command=sh tools/agent.sh'];
    const first = await cdev(repo.path, ['parallel', ...words]);
    expect({ exitCode: first.exitCode, code: /CDEV_E_\w+/.exec(first.stderr)?.[0] }).toEqual({
      exitCode: 2,
      code: 'CDEV_E_PIPELINE_APPROVAL_NEEDED',
    });
    expect(await repo.git('rev-parse', 'main')).toBe(before);
    const second = await cdev(repo.path, ['parallel', '--approve', 'integrate']);
    expect({ exitCode: second.exitCode, stderr: second.exitCode === 0 ? '' : second.stderr }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    expect(second.stdout).toMatch(/validate +kept/);
    expect(await readFile(join(repo.path, 'src/beta.js'), 'utf8')).toBe("export const beta = 'done';\n");
    expect(await repo.git('status', '--porcelain')).toBe('');
  }, 180_000);
});

async function isThere(file: string): Promise<boolean> {
  return (await readFile(file).catch(() => undefined)) !== undefined;
}
