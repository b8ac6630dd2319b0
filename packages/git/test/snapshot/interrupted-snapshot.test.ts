import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { listRefs, readFileAt, status, takeSnapshot } from '../../src/index.ts';

const taker = fileURLToPath(new URL('snapshot-taker.ts', import.meta.url));

describe('takeSnapshot, killed in the middle', () => {
  test('leaves working tree and index as they were, whole snapshots only, and works again', async () => {
    await using repo = await tempRepo(
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`file ${at}`, `${at}\n`])),
    );
    await repo.write({ 'file 1': 'staged\n' });
    await repo.git('add', 'file 1');
    await repo.write({ 'file 2': 'open\n', 'file 3': 'changed by the taker\n', ñew: 'n\n' });
    const index = await readFile(join(repo.path, '.git', 'index'));
    const changes = await status(repo.path);
    for (const delay of [5, 60]) {
      const child = spawn(process.execPath, ['--conditions=@cdev/source', taker, repo.path], {
        stdio: ['ignore', 'pipe', 'ignore'],
        // What a killed one leaves goes with the repository.
        env: { ...process.env, TMPDIR: dirname(repo.path) },
      });
      await once(child.stdout, 'data');
      await pause(delay);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await readFile(join(repo.path, '.git', 'index'))).toEqual(index);
    expect(await status(repo.path)).toEqual(changes);
    const ref = 'refs/cdev/snapshots/plan/a/';
    const last = await takeSnapshot(repo.path, { ref, message: 'Last' });
    for (const { name } of await listRefs(repo.path, ref)) {
      expect((await readFileAt(repo.path, name, 'file 2'))?.toString()).toBe('open\n');
      expect((await readFileAt(repo.path, name, 'ñew'))?.toString()).toBe('n\n');
    }
    expect(await repo.git('fsck', '--connectivity-only', last?.commit ?? '')).not.toContain('missing');
  });
});
