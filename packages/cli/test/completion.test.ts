import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder } from '@cdev/test-kit';
import { completionScript, shells } from '../src/index.ts';

const bin = fileURLToPath(new URL('../bin/cdev.js', import.meta.url));
const complete = (line: string, script: string): string[] => {
  const words = line.split(' ');
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const program = `cdev() { '${process.execPath}' '${bin}' "$@"; }\n${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _cdev; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync('bash', ['--norc', '-c', program], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((word) => word !== '');
};

describe('completion', () => {
  test('of bash knows the words, and the options of what is there', () => {
    const script = completionScript('bash', ['list', 'logs', 'prepublish']);
    expect(complete('cdev l', script)).toEqual(['list', 'logs']);
    expect(complete('cdev parallel --max', script)).toEqual(['--max-agents', '--max-parallel']);
    expect(complete('cdev parallel x', script)).toEqual([]);
  });

  test.each(shells)('for %s has every word and says how to keep it', (shell) => {
    const script = completionScript(shell, ['list', 'prepublish']);
    expect(script).toMatch(/\bprepublish\b/);
    expect(script).toContain(`cdev completion ${shell} >`);
  });

  test('is what the bin prints, with scripts, plugins and its own commands', async () => {
    await using place = await tempFolder();
    const { stdout } = await runBin('cli', ['completion', 'bash'], { cwd: place.path });
    expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0);
    for (const word of ['completion', 'rollback', 'parallel', 'spawn-agents', 'health-check'])
      expect(stdout).toContain(` ${word} `);
    const refused = await runBin('cli', ['completion', 'tcsh'], { cwd: place.path });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('CDEV_E_FRONT_SHELL_UNKNOWN')]);
  });
});
