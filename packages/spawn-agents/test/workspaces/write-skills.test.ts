import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { writeSkills } from '../../src/workspaces/write-skills.ts';

const names = ['agent-start', 'agent-status', 'agent-commit'];

describe('commands for the assistant', () => {
  test.each([
    ['claude', '.claude/commands', 'md'],
    ['opencode', '.opencode/command', 'md'],
    ['gemini', '.gemini/commands', 'toml'],
    ['qwen', '.qwen/commands', 'md'],
  ] as const)('of %s are in its own place, and git does not see them', async (driver, folder, ending) => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    const worktree = repo.worktrees['side']?.path ?? '';
    const place = { commonDir: join(repo.path, '.git'), worktree, driver };
    expect(await writeSkills(place)).toEqual(names.map((name) => `${folder}/${name}.${ending}`));
    expect(await readFile(join(worktree, folder, `agent-commit.${ending}`), 'utf8')).toContain('cdev-agent-commit');
    expect(await repo.git('-C', worktree, 'status', '--porcelain')).toBe('');
    expect(await writeSkills(place)).toEqual([]);
  });

  test('of Codex are skills, which it tells its model of by itself', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const place = { commonDir: join(repo.path, '.git'), worktree: repo.path, driver: 'codex' } as const;
    expect(await writeSkills(place)).toEqual(names.map((name) => `.agents/skills/${name}/SKILL.md`));
    const text = await readFile(join(repo.path, '.agents/skills/agent-status/SKILL.md'), 'utf8');
    expect(text).toMatch(/^---\nname: agent-status\ndescription: .+\n---\n\n.+checklist/);
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test("a file of the repository's own stays as it is, and is not ignored", async () => {
    await using repo = await tempRepo({ '.claude/commands/agent-start.md': 'ours\n' });
    const place = { commonDir: join(repo.path, '.git'), worktree: repo.path, driver: 'claude' } as const;
    expect(await writeSkills(place)).toEqual(['.claude/commands/agent-status.md', '.claude/commands/agent-commit.md']);
    expect(await readFile(join(repo.path, '.claude/commands/agent-start.md'), 'utf8')).toBe('ours\n');
    expect(await readFile(join(repo.path, '.git/info/exclude'), 'utf8')).not.toContain('agent-start');
  });

  test('a driver without such a place gets none', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const place = { commonDir: join(repo.path, '.git'), worktree: repo.path };
    expect(await writeSkills({ ...place, driver: 'command' })).toEqual([]);
  });
});
