import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { spawnText } from '../../src/human/spawn-text.ts';
import type { SpawnedAgent, SpawnResult } from '../../src/index.ts';

const page = { style: createStyle(false), columns: 100 };

const agent = (id: string, fields: Partial<SpawnedAgent> = {}): SpawnedAgent => ({
  agent: id,
  title: id,
  branch: `cdev/p/${id}`,
  worktree: `/w/${id}`,
  workspace: 'created',
  port: 4100,
  owns: [`src/${id}/**`],
  waitsFor: [],
  status: 'ready',
  chosen: true,
  run: undefined,
  tokens: 0,
  cost: 0,
  retries: 0,
  ...fields,
});
const run = (fields: Partial<NonNullable<SpawnedAgent['run']>>): NonNullable<SpawnedAgent['run']> => ({
  verdict: 'done',
  reason: undefined,
  steps: [],
  notes: [],
  attempt: 1,
  duration: 65_000,
  files: { owned: 2, shared: 0, foreign: [] },
  commit: undefined,
  setAside: [],
  log: '/l/x-1.log',
  ...fields,
});
const result = (agents: readonly SpawnedAgent[], fields: Partial<SpawnResult> = {}): SpawnResult => ({
  plan: 'eng-1-login',
  title: 'Log in',
  planFile: '/p.yaml',
  target: 'main',
  base: 'a'.repeat(40),
  journal: '/j',
  logs: '/l',
  isDryRun: false,
  recovered: [],
  warnings: [],
  agents,
  driver: undefined,
  maxParallel: undefined,
  ...fields,
});

describe('what is shown', () => {
  test('of workspaces: who owns what, waits for whom, and where', () => {
    const agents = [agent('login'), agent('search', { waitsFor: ['login'], status: 'waiting', workspace: 'kept' })];
    expect(spawnText(result(agents), page)).toBe(`eng-1-login  Log in
  from aaaaaaaaa for main

     agent   owns           waits for  state    port
  +  login   src/login/**              ready    :4100
  =  search  src/search/**  login      waiting  :4100

  cdev/p/login   /w/login
  cdev/p/search  /w/search

→ Run the agents: cdev-spawn-agents eng-1-login --run --driver <name>
`);
  });

  test('of a run: how each ended, with reasons and what to do below', () => {
    const agents = [
      agent('login', {
        run: run({ attempt: 2, files: { owned: 2, shared: 1, foreign: ['a.ts'] } }),
        tokens: 12_500,
        cost: 0.25,
        retries: 3,
      }),
      agent('search', {
        run: run({ verdict: 'timed-out', reason: 'it was ended after 1 h', steps: ['Give it more time'] }),
      }),
      agent('docs', {
        run: run({ verdict: 'not-started', reason: 'it depends on search (failed)', files: undefined, duration: 0 }),
      }),
      agent('done', { status: 'committed' }),
    ];
    expect(spawnText(result(agents, { driver: 'codex' }), page)).toBe(`eng-1-login  Log in
  from aaaaaaaaa for main

  ✓  login   done         attempt 2  1 min 05 s  2 owned, 1 shared, 1 foreign  12,500 tokens, $0.250, asked its model again 3 times
  ✗  search  timed out               1 min 05 s  2 owned
  –  docs    not started
  =  done    committed

  login
    not its own: a.ts
  search
    it was ended after 1 h
    → Give it more time
  docs
    it depends on search (failed)

  Logs: /l

→ Run it again; what has ended well is not run again: cdev-spawn-agents eng-1-login --resume
`);
  });

  test('of many warnings: the first, and how many more there are', () => {
    const warnings = Array.from({ length: 8 }, (_, index) => `warning ${index}`);
    const text = spawnText(result([agent('login')], { warnings }), page);
    expect(text).toContain('! warning 4\n  and 3 more warnings; --json shows all\n');
    expect(text).not.toContain('warning 5');
  });

  test('when there is nothing to run: that, and what comes next', () => {
    const text = spawnText(result([agent('login', { chosen: false, status: 'finished' })], { driver: 'codex' }), page);
    expect(text).toContain('→ Nothing to run');
    expect(text).toContain('→ Commit their work: cdev-agent-commit --all --plan eng-1-login');
    expect(spawnText(result([agent('login')], { isDryRun: true, driver: 'codex' }), page)).toContain('would run');
  });

  test('says of workspaces that were made how long it took and what they take on disk', () => {
    const made = { duration: 1500, bytes: 3 * 1024 * 1024 };
    const text = spawnText(result([agent('login', { made }), agent('search')]), page);
    expect(text).toMatch(/made in +on disk/);
    expect(text).toMatch(/login .* 1\.5 s +3\.0 MB/);
    expect(spawnText(result([agent('login')]), page)).not.toContain('on disk');
  });
});
