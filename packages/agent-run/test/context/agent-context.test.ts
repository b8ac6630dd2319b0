import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { tempFolder } from '@cdev/test-kit';
import {
  contextFile,
  createContext,
  parseContext,
  readContext,
  serialiseContext,
  writeContext,
} from '../../src/index.ts';
import { agent, planOf } from '../sound-plan.ts';

const plan = planOf(
  [
    agent('auth', {
      creates: ['src/auth/a b.ts'],
      checks: [{ name: 'unit', command: 'pnpm test' }],
      criteria: ['It works'],
    }),
    agent('cart'),
  ],
  {
    base: { branch: 'main', commit: 'b'.repeat(40) },
    shared: [
      { path: 'package.json', rule: 'json', agents: ['*'], reason: '' },
      { path: 'go.mod', rule: 'union', agents: ['cart'], reason: '' },
    ],
    checks: [{ name: 'all', command: 'pnpm -r test', timeLimit: 60 }],
  },
);
const context = createContext({
  plan,
  agentId: 'auth',
  worktree: '/w/ä b',
  commands: [{ name: 'lint', command: 'pnpm lint' }],
  attempt: 2,
  feedback: 'Too slow.\n',
});

const failureOf = (text: string): { code?: string; message: string } => {
  try {
    parseContext(text, 'context.yaml');
  } catch (error) {
    return error as { message: string };
  }
  throw new Error('It was accepted');
};

describe('createContext', () => {
  test('takes from the plan what concerns the agent', () => {
    expect(context).toMatchObject({
      plan: 'plan-1',
      agent: 'auth',
      branch: 'cdev/plan-1/auth',
      base: 'b'.repeat(40),
      owns: ['src/auth/**'],
      shared: [{ path: 'package.json' }],
      mayCreate: ['src/auth/a b.ts'],
      checks: [{ name: 'unit' }, { name: 'all' }],
      issue: { id: 'ENG-1' },
      attempt: 2,
      feedback: 'Too slow.\n',
    });
    expect(createContext({ plan, agentId: 'cart', worktree: '/w', base: 'merged' })).toMatchObject({
      base: 'merged',
      attempt: 1,
      shared: [{}, { path: 'go.mod' }],
    });
  });
  test('refuses an agent that the plan does not have', () => {
    expect(() => createContext({ plan, agentId: 'ghost', worktree: '/w' })).toThrow('has no agent "ghost"');
  });
});

describe('a context on disk', () => {
  test('is read as it was written, unknown fields included', async () => {
    await using folder = await tempFolder();
    const file = contextFile(join(folder.path, 'work tree'));
    expect(file).toBe(join(folder.path, 'work tree', '.cdev', 'context.yaml'));
    const written = { ...context, unknownFields: { note: 'mine' } };
    await writeContext(file, written);
    expect(await readContext(file)).toEqual(written);
    expect(parseContext(JSON.stringify(context), 'context.json')).toEqual(context);
    expect(serialiseContext(context)).toBe(serialiseContext(structuredClone(context)));
  });
  test('that is missing or broken is named, with line and field', async () => {
    await using folder = await tempFolder();
    const missing = await readContext(join(folder.path, 'no.yaml')).catch((error: unknown) => error);
    expect(isCdevError(missing, 'CDEV_E_RUN_CONTEXT_MISSING')).toBe(true);
    expect(isCdevError(failureOf('a: ['), 'CDEV_E_RUN_CONTEXT_INVALID')).toBe(true);
    expect(failureOf('schemaVersion: 1\nplan: p\nagent: 5\nbranch: b\nowns: x\n').message).toContain(
      'context.yaml:3:8 (agent): expected a text, found the number 5\ncontext.yaml:5:7 (owns): expected a list of texts, found the text "x"',
    );
    expect(failureOf('plan: p\n').message).toContain('(schemaVersion): expected the number 1, found nothing');
    expect(failureOf('- x\n').message).toContain('expected a mapping of fields, found a list');
  });
  test('of a newer version asks for an update', () => {
    expect(failureOf('schemaVersion: 3\n')).toMatchObject({
      code: 'CDEV_E_RUN_CONTEXT_NEWER',
      message: expect.stringContaining('context.yaml:1:16'),
    });
  });
});

describe('a context of the earlier scripts', () => {
  const old = {
    agentId: 'api_agent',
    taskId: 'AB-1',
    taskTitle: 'Serve the data',
    branchName: 'AB-1-api_agent',
    workTreePath: '../trees/AB-1-api_agent',
    agentInstances: [
      {
        agentId: 'api_agent',
        agentRole: 'Writes the API',
        focusArea: 'api',
        dependencies: ['db_agent'],
        filesToCreate: ['src/api.js'],
        estimatedTime: '18 minutes',
      },
      {
        agentId: 'api_agent',
        agentRole: 'Documents it',
        filesToCreate: ['docs/api.md'],
        validationCriteria: ['It is clear'],
      },
    ],
    dependencies: ['db_agent'],
    allFilesToCreate: ['src/api.js', 'docs/api.md'],
    allFilesToModify: ['src/index.js'],
    allTestContracts: ['test/api.test.js'],
    allValidationCriteria: ['It answers'],
    estimatedTime: 18,
    createdAt: '2025-01-01T00:00:00.000Z',
  };
  test.each([
    ['JSON', JSON.stringify(old)],
    [
      'YAML',
      'agentId: api_agent\ntaskId: AB-1\ntaskTitle: Serve the data\nbranchName: AB-1-api_agent\nworkTreePath: ../trees/AB-1-api_agent\nagentInstances:\n- agentRole: Writes the API\n  focusArea: api\nallFilesToCreate: [src/api.js, docs/api.md]\nallFilesToModify: [src/index.js]\nallTestContracts: [test/api.test.js]\nallValidationCriteria: [It answers]\ndependencies: [db_agent]\n',
    ],
  ])('is read from %s', (_, text) => {
    const read = parseContext(text, 'agent_context');
    expect(read).toMatchObject({
      schemaVersion: 1,
      plan: 'ab-1-serve-the-data',
      agent: 'api-agent',
      role: 'Writes the API',
      title: 'api',
      branch: 'AB-1-api_agent',
      worktree: '../trees/AB-1-api_agent',
      owns: ['src/api.js', 'docs/api.md', 'src/index.js', 'test/api.test.js'],
      mayCreate: ['src/api.js', 'docs/api.md'],
      dependsOn: ['db-agent'],
      issue: { id: 'AB-1', title: 'Serve the data' },
    });
    expect(read.criteria).toContain('It answers');
  });
});
