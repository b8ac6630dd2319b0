import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { silentProgress } from '@cdev/core/cli';
import { tempFolder } from '@cdev/test-kit';
import { plannedRepo, verdicts, worker } from '../planned-repo.ts';

describe("the user's commands", () => {
  test('hear of the start, of what was denied, and of both ends, with the agent and the reason', async () => {
    await using it = await plannedRepo({ login: {}, idle: {} });
    await using place = await tempFolder();
    const heard = join(place.path, 'heard');
    const note = `echo "$CDEV_EVENT $CDEV_AGENT $CDEV_ATTEMPT $CDEV_REASON" >> '${heard}'`;
    const denied = `echo '{"activity":"permission-denied","text":"Bash: rm"}'`;
    const command = `[ $CDEV_AGENT = idle ] || { ${worker}; ${denied}; }`;
    const hooks = { started: note, blocked: note, finished: note, failed: note };
    const outcome = await it.spawn({ run: true, command, hooks, maxParallel: 1 });
    expect(verdicts(outcome)).toEqual({ login: 'done', idle: 'failed' });
    expect((await readFile(heard, 'utf8')).trimEnd().split('\n')).toEqual([
      'started login 1 ',
      'blocked login 1 Bash: rm',
      'finished login 1 ',
      'started idle 1 ',
      'failed idle 1 it changed nothing',
    ]);
  });

  test('one that fails is told, and the agent ends as it would have', async () => {
    await using it = await plannedRepo({ login: {} });
    const notes: string[] = [];
    const progress = { ...silentProgress, note: (text: string) => void notes.push(text) };
    const outcome = await it.spawn({ run: true, command: worker, hooks: { started: 'exit 3' } }, { progress });
    expect(verdicts(outcome)).toEqual({ login: 'done' });
    expect(notes.filter((text) => text.includes('"started" of login failed'))).toHaveLength(1);
  });
});
