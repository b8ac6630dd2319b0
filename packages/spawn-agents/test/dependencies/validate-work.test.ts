import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { of, plannedRepo, planId, verdicts, worker, type PlannedRepo } from '../planned-repo.ts';

const check = (command: string) => ({ store: { checks: [{ name: 'test', command }] }, api: { dependsOn: ['store'] } });
const places = async (it: PlannedRepo): Promise<string[]> =>
  (await readFile(join(it.commonDir, 'places'), 'utf8')).trim().split('\n');

describe('the work that an agent depends on', () => {
  test('is checked as it was committed, where no agent works, once for each tree; then others start from it', async () => {
    await using it = await plannedRepo(
      check('test -e src/store/made.txt && test ! -e .cdev && pwd >> "$(git rev-parse --git-common-dir)/places"'),
    );
    const outcome = await it.spawn({ run: true, command: worker });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    const bench = join(dirname(await it.worktree('store')), '_validation');
    expect(await places(it)).toEqual([bench]);
    expect(existsSync(bench)).toBe(false);
    expect(await it.repo.git('branch', '--list', `cdev/${planId}/_*`)).toBe('');
    expect(verdicts(await it.spawn({ retry: ['api'], command: `${worker}; echo more >> src/api/made.txt` }))).toEqual({
      api: 'done',
    });
    expect(await places(it)).toHaveLength(1);
  });

  test('is not built on when its checks pass only by what the agent left beside it; sent back, it knows what is wrong', async () => {
    await using it = await plannedRepo(check('test -e trick || test -e src/store/right.txt'), {
      files: { '.gitignore': 'trick\n' },
    });
    const outcome = await it.spawn({ run: true, command: `${worker}; touch trick` });
    const why = 'test failed (exit code 1): test -e trick || test -e src/store/right.txt';
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'not-started' });
    expect(outcome.status).toBe('findings');
    expect(of(outcome, 'api').run?.reason).toContain(`it depends on store (not-ready)\n${why}`);
    expect(of(outcome, 'store').run).toMatchObject({
      notes: [
        `it is committed, and not ready for others: ${why}`,
        expect.stringMatching(/^what it printed: .*test\.log$/),
      ],
      steps: ['Send it back with what is wrong: --retry store'],
    });
    expect(await it.state('store')).toMatchObject({ status: 'not-ready', reasons: [why] });
    const later = await it.spawn({ run: true, command: worker });
    expect(of(later, 'api').run?.reason).toBe(`it depends on store (not-ready)\n${why}`);

    const right = `${worker}; if [ $CDEV_AGENT = store ]; then grep -q 'test failed' .cdev/prompt.md && touch src/store/right.txt; fi`;
    const again = await it.spawn({ run: true, retry: ['store', 'api'], command: right });
    expect(verdicts(again)).toEqual({ store: 'done', api: 'done' });
    expect((await it.state('store')).status).toBe('committed');
  });

  test('leaves nothing behind of a run that was killed in the middle of it, even when there is nothing left to check', async () => {
    await using it = await plannedRepo(check('true'));
    expect(verdicts(await it.spawn({ run: true, command: worker }))).toEqual({ store: 'done', api: 'done' });
    const bench = join(dirname(await it.worktree('store')), '_validation');
    await it.repo.git('worktree', 'add', '--quiet', '-b', `cdev/${planId}/_validation`, bench);
    expect(verdicts(await it.spawn({ retry: ['api'], command: worker }))).toEqual({ api: 'done' });
    expect(await it.repo.git('branch', '--list', `cdev/${planId}/_*`)).toBe('');
    expect(existsSync(bench)).toBe(false);
  });
});
