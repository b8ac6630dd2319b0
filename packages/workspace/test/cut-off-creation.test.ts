import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { openRepository, status } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { createWorktrees } from '../src/index.ts';

const creator = fileURLToPath(new URL('creator.ts', import.meta.url));

test.each(['locked', 'gitdir', 'HEAD', 'commondir', 'cdev-unfilled', 'one/.git'])(
  'a creation that was killed while %s was still empty is made whole by the next',
  async (file) => {
    await using repo = await tempRepo({ 'top.txt': 't\n', 'src/a/x.ts': 'x\n' });
    const folder = join(repo.path, '..', 'agents ñ');
    const ends = [`/${file}`, `/${file}.new`];
    const cut = `import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { writeFileSync } = fs;
      fs.writeFileSync = (...args) => {
        if (!${JSON.stringify(ends)}.some((end) => args[0].endsWith(end))) return writeFileSync(...args);
        writeFileSync(args[0], '');
        process.kill(process.pid, 'SIGKILL');
      };
      syncBuiltinESMExports();`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(cut)}`;
    const args = ['--conditions=@cdev/source', preload, creator, repo.path, folder, 'one'];
    const [, signal] = (await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')) as [null, string];
    expect(signal).toBe('SIGKILL');
    const repository = await openRepository(repo.path);
    const path = join(folder, 'one');
    const create = () => createWorktrees({ repository, worktrees: [{ path, branch: 'cdev/plan/one', start: 'main' }] });
    await create();
    expect(await status(path)).toEqual([]);
    expect(await create()).toMatchObject([{ outcome: 'kept' }]);
  },
);
