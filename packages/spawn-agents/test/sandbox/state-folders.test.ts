import { describe, expect, test } from '@jest/globals';
import { sandboxCommand } from '../../src/sandbox/sandbox-command.ts';
import { stateFoldersOf } from '../../src/sandbox/state-folders.ts';

describe('where assistants keep what they need', () => {
  test('is in the home, or where their own variables say', () => {
    const HOME = '/home/ada';
    expect(stateFoldersOf('codex', { HOME })).toEqual(['/home/ada/.codex']);
    expect(stateFoldersOf('codex', { HOME, CODEX_HOME: '/srv/codex' })).toEqual(['/srv/codex']);
    expect(stateFoldersOf('claude', { HOME, CLAUDE_CONFIG_DIR: '/srv/c' })).toEqual([
      '/srv/c',
      '/home/ada/.claude.json',
    ]);
    expect(stateFoldersOf('opencode', { HOME, XDG_DATA_HOME: '/data', XDG_STATE_HOME: '' })).toEqual([
      '/data/opencode',
      '/home/ada/.local/state/opencode',
      '/home/ada/.config/opencode',
    ]);
    expect(stateFoldersOf('command', { HOME })).toEqual([]);
  });
});

describe('the order of what may be written', () => {
  const place = {
    worktree: '/home/ada/app.worktrees/p/login',
    gitDir: '/home/ada/app/.git/worktrees/login',
    commonDir: '/home/ada/app/.git',
    root: '/home/ada/app',
    branch: 'cdev/p/login',
    hasNetwork: true,
  };
  const command = { file: 'codex', args: [], env: {} };
  const placesOf = (stateFolders: readonly string[]): readonly string[] => {
    const { args } = sandboxCommand(command, { ...place, stateFolders });
    return args.flatMap((word, at) => (/^--(?:ro-)?bind/.test(word) ? [`${word} ${args[at + 1]}`] : []));
  };

  test('a home around the repository does not open the repository; one in it stays open', () => {
    const around = placesOf(['/home/ada']);
    expect(around.indexOf('--bind /home/ada')).toBeGreaterThan(0);
    expect(around.indexOf('--bind /home/ada')).toBeLessThan(around.indexOf('--ro-bind-try /home/ada/app'));
    const within = placesOf(['/home/ada/app/.codex']);
    expect(within.indexOf('--bind /home/ada/app/.codex')).toBeGreaterThan(
      within.indexOf('--ro-bind-try /home/ada/app'),
    );
    expect(around.at(-1)).not.toBe('--bind /home/ada');
  });
});
