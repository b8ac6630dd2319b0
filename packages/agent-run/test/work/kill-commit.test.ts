import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { serialisePlan } from '@cdev/deployment-plan';
import { scrubbedEnvironment } from '@cdev/test-kit';
import { setAsideRef, snapshotRef } from '../../src/index.ts';
import { agentRepo, branch, removeAgentRepo, type AgentRepo } from './agent-repo.ts';

afterAll(removeAgentRepo);

/** Work with everything in it: foreign commits, foreign files, staged and untracked own ones, a deletion. */
async function begin(): Promise<AgentRepo & { readonly old: string }> {
  const at = await agentRepo();
  const old = await at.tree.commit('mixed', { 'src/auth/a.ts': 'a\n', 'src/cart/new.ts': 'foreign\n' });
  await at.tree.write({ 'src/auth/b.ts': 'staged\n' });
  await at.tree.git('add', 'src/auth/b.ts');
  await at.tree.write({
    'src/auth/b.ts': 'b\n',
    'src/auth/c ä.ts': 'c\n',
    'src/cart/cart.ts': 'foreign too\n',
    'out.txt': 'o\n',
  });
  await rm(join(at.tree.path, 'README.md'));
  return { ...at, old };
}

/** The deeds of commitWork that others can see: refs that come or move, files and the index that are written. */
const deeds = "*' update-ref '*|*' reset '*|*' read-tree -m '*";

/**
 * Runs commitWork in a process that is killed (SIGKILL): just after its first deed and before it hears of that, or, having heard of it
 * and written its event, just before the second. False when it came to its end.
 */
async function runAndKill(at: AgentRepo, moment: 'after the first' | 'before the second'): Promise<boolean> {
  const bin = join(at.repo.path, '..', 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'count'), '');
  await writeFile(join(bin, 'git'), wrapper(bin, moment));
  await chmod(join(bin, 'git'), 0o755);
  const script = fileURLToPath(new URL('commit-once.ts', import.meta.url));
  const parameters = [at.tree.path, at.journal.commonDir, serialisePlan(at.plan)];
  const environment = scrubbedEnvironment(join(at.repo.path, '..'));
  // Who is killed removes nothing: what is temporary goes with the repository.
  const TMPDIR = join(at.repo.path, '..');
  const env = { ...environment, TMPDIR, PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}` };
  return new Promise((resolve, reject) => {
    const args = ['--conditions=@cdev/source', '--no-warnings', script, ...parameters];
    execFile(process.execPath, args, { env }, (error, _, stderr) => {
      if (error && error.signal !== 'SIGKILL') reject(new Error(stderr));
      else resolve(error !== null);
    });
  });
}

function wrapper(bin: string, moment: string): string {
  const isAfter = moment === 'after the first';
  return `#!/bin/sh
PATH=\${PATH#*:}
case " $* " in
  ${deeds})
    echo x >> '${bin}/count'
    if [ "$(wc -l < '${bin}/count')" -eq ${isAfter ? 1 : 2} ]; then
      ${isAfter ? 'git "$@" > /dev/null' : ''}
      kill -KILL $PPID
      exit 1
    fi ;;
esac
exec git "$@"
`;
}

/** What must be the same in the end, whatever happened in between. Commit ids hold the time and are not. */
async function outcomeOf(at: AgentRepo & { readonly old: string }): Promise<unknown> {
  const events = await at.journal.read();
  const asides = await at.repo.git('for-each-ref', '--format=%(refname)', setAsideRef('plan-1', 'auth'));
  const kept = await Promise.all(
    asides
      .split('\n')
      .map(async (ref) => ((await at.repo.git('rev-parse', ref)) === at.old ? 'tip' : at.changes(at.base, ref))),
  );
  const tip = await at.repo.git('rev-parse', branch);
  return {
    changes: await at.changes(at.base, branch),
    commits: await at.repo.git('rev-list', '--count', `${at.base}..${branch}`),
    status: await at.status(),
    kept,
    setAside: events.filter(({ type }) => type === 'set-aside').length,
    committed: events.flatMap((event) => (event.type === 'committed' ? [[event.commit === tip, event.complete]] : [])),
    files: (await readdir(at.tree.path)).toSorted(),
  };
}

const expected = {
  changes: ['A src/auth/a.ts', 'A src/auth/b.ts', 'A src/auth/c ä.ts'],
  commits: '1',
  status: '',
  kept: [['D README.md', 'A out.txt', 'M src/cart/cart.ts', 'A src/cart/new.ts'], 'tip'],
  setAside: 2,
  committed: [[true, true]],
  files: ['.git', '.gitignore', 'README.md', 'package.json', 'src'],
};

describe('commitWork', () => {
  test('ends as it should when nothing happens', async () => {
    const at = await begin();
    await at.commit();
    expect(await outcomeOf(at)).toEqual(expected);
  });

  test.each(['after the first', 'before the second'] as const)(
    'ends the same when it is killed just %s of its deeds, and so each time until it gets through',
    async (moment) => {
      const at = await begin();
      let kills = 0;
      while (await runAndKill(at, moment)) kills += 1;
      expect(await outcomeOf(at)).toEqual(expected);
      // What was staged and then changed again is in the first snapshot only.
      expect(await at.content(`${snapshotRef('plan-1', 'auth', 1)}^2`, 'src/auth/b.ts')).toBe('staged');
      // The snapshot, what is set aside, the old tip, the branch, the files, the index.
      expect(kills).toBeGreaterThanOrEqual(5);
      const names = await readdir(at.journal.commonDir);
      expect(names.filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'))).toEqual([]);
    },
    120_000,
  );
});
