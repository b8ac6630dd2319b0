import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { agentLog, branchName, runErrors, runPaths, setAsideRef, snapshotRef, worktreeFolder } from '../src/index.ts';

describe('names and places of a run', () => {
  test('refs are numbered below plan and agent; without a number they are a place', () => {
    expect(snapshotRef('p', 'a', 3)).toBe('refs/cdev/snapshots/p/a/3');
    expect(setAsideRef('p', 'a')).toBe('refs/cdev/set-aside/p/a/');
    expect(branchName('p', 'a')).toBe('cdev/p/a');
  });
  test('worktrees stand beside the repository, or where the user wants them', () => {
    const [repositoryRoot, planId, agentId] = [join('/code', 'my shop'), 'p', 'a'];
    expect(worktreeFolder({ repositoryRoot, planId, agentId })).toBe(join('/code', 'my shop.worktrees', 'p', 'a'));
    expect(worktreeFolder({ repositoryRoot: '/code/shop.git', planId, agentId })).toBe(
      join('/code', 'shop.worktrees', 'p', 'a'),
    );
    expect(worktreeFolder({ repositoryRoot, planId, agentId, worktrees: '/fast' })).toBe(join('/fast', 'p', 'a'));
  });
  test('files of a run are in the common git directory', () => {
    expect(runPaths('/r/.git', 'p')).toEqual({
      folder: join('/r/.git/cdev/runs/p'),
      journal: join('/r/.git/cdev/runs/p/journal.ndjson'),
      logs: join('/r/.git/cdev/runs/p/logs'),
      reports: join('/r/.git/cdev/runs/p/reports'),
      lock: join('/r/.git/cdev/locks/journal-p.lock'),
    });
    expect(agentLog('/r/.git', { planId: 'p', agentId: 'a', attempt: 2 })).toBe(
      join('/r/.git/cdev/runs/p/logs/a-2.log'),
    );
  });
});

test('every error of the package has a code of its area, a title and a step', () => {
  for (const { code, title, steps } of runErrors.catalogue) {
    expect(code).toMatch(/^CDEV_E_RUN_[A-Z_]+$/);
    expect(title).not.toBe('');
    expect(steps.length).toBeGreaterThan(0);
  }
});
