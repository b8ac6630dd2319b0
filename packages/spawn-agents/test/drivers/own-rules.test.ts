import { expect, test } from '@jest/globals';
import { foreignGlobs } from '../../src/attempt/foreign-globs.ts';
import { driverNamed } from '../../src/drivers/index.ts';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { agentOf } from '../planned-agent.ts';
import { task } from './task.ts';

const foreign = { worktree: '/w/ö a', globs: ['src/api/**', 'README.md'] };

test('what others own is told as far as every assistant understands it alike, and never what the agent may write', () => {
  const agents = [
    agentOf('login', { owns: ['src/login/**', 'docs/login.md'], creates: ['lib/login.ts'] }),
    agentOf('api', { owns: ['src/api/**', 'src/*.ts', 'README.md', 'docs/**', 'lib/**', 'shared/**'] }),
    agentOf('page', { owns: ['pages/[id].tsx', 'src/page/**'] }),
  ];
  const shared = [{ path: 'shared/package.json', rule: 'json', agents: ['login'], reason: '' }];
  const plan = { agents, shared } as unknown as DeploymentPlan;
  expect(foreignGlobs(plan, 'login')).toEqual(['src/api/**', 'README.md', 'src/page/**']);
});

test('Claude Code is told of them as absolute rules beside the hook, where the path of the worktree means only itself', () => {
  const settings = (changes: Parameters<typeof task>[0]): unknown => {
    const { args } = driverNamed('claude').commandLine(task(changes));
    return args.includes('--settings') ? JSON.parse(args[args.indexOf('--settings') + 1] ?? '') : undefined;
  };
  const deny = ['Edit(//w/ö a/src/api/**)', 'Edit(//w/ö a/README.md)'];
  expect(settings({ foreign })).toEqual({ permissions: { deny } });
  expect(settings({ foreign, writeHook: { command: 'x' } })).toMatchObject({ hooks: {}, permissions: { deny } });
  expect(settings({ foreign: { ...foreign, worktree: '/w/a (1)' } })).toBeUndefined();
});

test('OpenCode is told of them as rules of its agent, so that those of the user stay; nothing is said where there are none', () => {
  const { env } = driverNamed('opencode').commandLine(task({ foreign }));
  expect(JSON.parse(env['OPENCODE_CONFIG_CONTENT'] ?? '')).toEqual({
    agent: { build: { permission: { edit: { 'src/api/**': 'deny', 'README.md': 'deny' } } } },
  });
  const none = driverNamed('opencode').commandLine(task({ foreign: { ...foreign, globs: [] } }));
  expect(none.env).not.toHaveProperty('OPENCODE_CONFIG_CONTENT');
});
