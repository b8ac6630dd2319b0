import { chmod, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type RunResult } from '@cdev/core/subprocess';
import { tempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';

const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url));
const tools = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];

interface Setting {
  readonly assistants?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string, pid: number) => void;
}

/** The whole demo as a program, with assistants that are shell scripts, and a folder of its own for what it makes. */
async function play(words: readonly string[], { assistants = {}, onLine = () => {} }: Setting = {}) {
  let pid = 0;
  const scripts = Object.entries(assistants).map(([name, body]) => [`bin/${name}`, `#!/bin/sh\n${body}\n`] as const);
  await using folder = await tempFolder({ 'tmp/.keep': '', ...Object.fromEntries(scripts) });
  for (const [path] of scripts) await chmod(join(folder.path, path), 0o755);
  const result: RunResult = await run(process.execPath, ['--conditions=@cdev/source', demo, ...words], {
    cwd: folder.path,
    allowFailure: true,
    timeLimit: 100_000,
    onStart: (id) => (pid = id),
    onLine: (line) => onLine(line, pid),
    env: {
      PATH: [join(folder.path, 'bin'), ...tools].join(delimiter),
      TMPDIR: join(folder.path, 'tmp'),
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      NO_COLOR: '1',
    },
  });
  const made = (await readdir(join(folder.path, 'tmp'))).filter((name) => name.startsWith('cdev-demo-'));
  return { ...result, made };
}

describe('pnpm demo', () => {
  test('a real agent that is not installed ends it before anything is made, with how to install it', async () => {
    const { exitCode, stdout, stderr, made } = await play(['--', '--agent', 'opencode']);
    expect({ exitCode, stdout, made }).toEqual({ exitCode: 3, stdout: '', made: [] });
    expect(stderr).toContain('✗ opencode cannot be used: it was not found on PATH');
    expect(stderr).toContain('npm install --global opencode-ai');
    expect(stderr).toContain('CDEV_E_SPAWN_DRIVER_MISSING');
  });

  test('wrong use is told as such', async () => {
    const { exitCode, stdout, stderr, made } = await play(['--agents', 'codex']);
    expect({ exitCode, stdout, made }).toEqual({ exitCode: 2, stdout: '', made: [] });
    expect(stderr).toContain("Unknown option '--agents'");
  });

  test('agents of which none gets anything done end it early and honestly, and that is no failure of the demo', async () => {
    const codex = `[ "$1" = --version ] && { echo "codex-cli 1.0.0"; exit; }
echo '{"type":"turn.failed","error":{"message":"401: sign in first."}}'`;
    const { exitCode, stdout, stderr } = await play(['--agent', 'codex'], { assistants: { codex } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const text = stdout.replaceAll(/\n\s*│? */g, ' ');
    expect(text).toContain('Each agent is a codex of its own');
    expect(text).toContain('None of the 5 agents got anything done (it says that it failed: 401: sign in first)');
    expect(text).toContain('Not merged The branch main is as it was, and its 31 tests pass as it stands.');
    expect(text).toContain('not in: it says that it failed: 401: sign in first');
    expect(text).not.toContain('cdev-integrate-parallel-work');
    expect(text).not.toContain('npm run statistics ');
  }, 120_000);

  test('Ctrl-C, passed on twice as package managers do, ends what runs and says where everything is', async () => {
    const { exitCode, stderr, made } = await play([], {
      onLine: (line, pid) => {
        if (!line.includes('$ cdev-decompose-parallel')) return;
        process.kill(pid, 'SIGINT');
        process.kill(pid, 'SIGINT');
      },
    });
    expect({ exitCode, made }).toEqual({ exitCode: 130, made: [expect.stringMatching(/^cdev-demo-/)] });
    expect(stderr).toContain('✗ The demo was interrupted');
    expect(stderr).toContain(made[0]);
    expect(stderr).toContain('CDEV_E_DEMO_INTERRUPTED');
  });
});
