import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  contextFile,
  createChecklist,
  createContext,
  checklistFile,
  guardWorktree,
  openJournal,
  readEvents,
  writeChecklist,
  writeContext,
  type Journal,
} from '@cdev/agent-run';
import { run } from '@cdev/core/subprocess';
import { planFile, readPlan, writePlan, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';
import { scrubbedEnvironment, tempRepo, type TempRepo } from '@cdev/test-kit';
import { allTools } from '../src/tools/index.ts';

const bin = fileURLToPath(new URL('../bin/cdev-mcp.js', import.meta.url));

function agent(id: string, fields: Partial<PlannedAgent> = {}): PlannedAgent {
  return {
    id,
    role: 'Developer',
    title: `Work on ${id}`,
    task: 'Do it',
    branch: `cdev/desk/${id}`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn: [],
    criteria: ['It works'],
    checks: [{ name: 'test', command: 'test -f src/auth/login.ts' }],
    estimate: { minutes: 1, files: 1 },
    reasons: [],
    ...fields,
  };
}

interface Answered {
  readonly text: string;
  readonly isError: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('the server, asked by a client of the official SDK', () => {
  let repo: TempRepo;
  let journal: Journal;
  let client: Client;
  let worktree = '';
  let other = '';
  let file = '';

  async function ask(name: string, args: Record<string, unknown> = {}): Promise<Answered> {
    const answer = await client.callTool({ name, arguments: args });
    const content = answer.content as readonly { readonly text: string }[];
    return {
      text: content.map(({ text }) => text).join('\n'),
      isError: answer.isError === true,
      data: (answer.structuredContent ?? {}) as Answered['data'],
    };
  }

  test('answers all that was asked before the client closed its end', async () => {
    const request = (id: number, method: string, params: object): string =>
      JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const input = [
      request(1, 'initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 't', version: '1' },
      }),
      JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
      ...[2, 3, 4].map((id) => request(id, 'tools/call', { name: 'who_owns', arguments: { path: 'src/cart/a.ts' } })),
      '',
    ].join('\n');
    const { stdout } = await run(process.execPath, [bin], { cwd: worktree, input });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; result: { isError?: boolean } });
    // In whatever order: each is answered when it is known.
    expect(answers.toSorted((a, b) => a.id - b.id).map(({ id, result }) => [id, result.isError ?? false])).toEqual(
      [1, 2, 3, 4].map((id) => [id, false]),
    );
  });

  beforeAll(async () => {
    repo = await tempRepo({
      'README.md': '# Shop\n',
      'package.json': '{}\n',
      'src/auth/a.ts': '1\n',
      'src/cart/c.ts': '1\n',
      'docs/x.md': 'x\n',
    });
    const commonDir = join(repo.path, '.git');
    const commit = await repo.git('rev-parse', 'HEAD');
    const agents = [agent('auth', { owns: ['src/auth/**', 'docs/x.md'] }), agent('cart')];
    const plan: DeploymentPlan = {
      schemaVersion: 1,
      id: 'desk',
      title: 'Desk',
      base: { branch: 'main', commit },
      createdAt: '2026-01-02T03:04:05.000Z',
      createdBy: 'test',
      agents,
      shared: [{ path: 'package.json', rule: 'json', agents: ['*'], reason: '' }],
      mergeOrder: ['auth', 'cart'],
      checks: [],
      decisions: [],
    };
    file = planFile(commonDir, plan.id);
    await writePlan(file, plan);
    journal = openJournal(commonDir, plan.id, 'test');
    await journal.append({ type: 'run-created', plan: file, target: 'main', base: commit });
    for (const { id, branch } of agents) {
      const tree = await repo.worktree(branch);
      if (id === 'auth') worktree = tree.path;
      else other = tree.path;
      await journal.append({ type: 'workspace-created', agent: id, path: tree.path, branch, base: commit });
      const context = createContext({ plan, agentId: id, worktree: tree.path });
      await tree.write({ '.cdev/prompt.md': '' });
      await writeContext(contextFile(tree.path), context);
      await writeChecklist(checklistFile(tree.path), createChecklist(context));
      await guardWorktree({ commonDir, worktree: tree.path, plan, agentId: id, base: commit });
    }
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [bin],
      cwd: worktree,
      env: scrubbedEnvironment(repo.path),
      stderr: 'pipe',
    });
    client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
  });
  afterAll(async () => {
    await client.close();
    await repo.remove();
  });

  test('tells its tools with their inputs, and how to use them', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
    expect(tools.find(({ name }) => name === 'claim')?.inputSchema).toMatchObject({ required: ['paths'] });
    expect(client.getInstructions()).toContain('report');
  });

  test('knows whose worktree it is in, what is its own, what it has changed, and whose anything is', async () => {
    await writeFile(join(worktree, 'src/auth/login.ts'), 'new\n');
    await writeFile(join(worktree, 'src/cart/c.ts'), 'stolen\n');
    const own = await ask('ownership');
    expect(own.data).toMatchObject({
      agent: 'auth',
      owns: ['src/auth/**', 'docs/x.md'],
      shared: [{ path: 'package.json', rule: 'json' }],
      changed: { owned: ['src/auth/login.ts'], foreign: [{ path: 'src/cart/c.ts', owner: 'cart' }] },
    });
    expect(own.text).toContain('NOT yours');
    expect((await ask('who_owns', { path: 'src/cart/c.ts' })).text).toBe('src/cart/c.ts: cart');
    expect((await ask('who_owns', { path: 'README.md' })).text).toBe('README.md: nobody');
    expect((await ask('who_owns', { path: 'src/auth/a.ts' })).text).toBe('src/auth/a.ts: yours');
  });

  test('claims what nobody owns, hands over and releases; a path of another is refused with the step to take', async () => {
    expect((await ask('claim', { paths: ['./README.md'], reason: 'a hint' })).text).toBe(
      'README.md: from nobody to auth',
    );
    const refused = await ask('claim', { paths: ['src/cart/c.ts'] });
    expect(refused).toMatchObject({ isError: true, data: { code: 'CDEV_E_PLAN_PATH_TAKEN' } });
    expect(refused.text).toContain('→');
    expect((await ask('hand_over', { paths: ['docs/x.md'], to: 'cart' })).text).toBe('docs/x.md: from auth to cart');
    expect((await ask('release', { paths: ['README.md'] })).text).toBe('README.md: from auth to nobody');
    const { agents } = await readPlan(file);
    expect(agents.map(({ owns }) => owns)).toEqual([['src/auth/**'], ['src/cart/**', 'docs/x.md']]);
    const events = await readEvents(join(repo.path, '.git'), 'desk');
    expect(events.filter(({ type }) => type.startsWith('ownership-'))).toHaveLength(3);
  });

  test("tells what may be claimed, and when a claim is in nobody's pool", async () => {
    const plan = await readPlan(file);
    const claimable = [{ path: 'docs/fees.md', agents: ['auth'], reason: 'text: fee' }];
    await writePlan(file, { ...plan, claimable });
    const own = await ask('ownership');
    expect(own.data).toMatchObject({ claimable: [{ path: 'docs/fees.md', reason: 'text: fee' }] });
    expect(own.text).toContain('claim before you change one: docs/fees.md');
    expect((await ask('who_owns', { path: 'docs/fees.md' })).text).toBe('docs/fees.md: nobody, and auth may need it');
    expect((await ask('claim', { paths: ['docs/fees.md'] })).text).toBe('docs/fees.md: from nobody to auth');
    expect((await ask('claim', { paths: ['README.md'] })).text).toContain("in nobody's pool");
    expect((await ask('ownership')).text).not.toContain('claim before');
    await writePlan(file, plan);
  });

  test('ticks the checklist, all of the ids or none', async () => {
    expect((await ask('checklist')).text).toContain('[ ] criterion-1: It works');
    expect((await ask('tick', { ids: ['criterion-1', 'nothing'] })).isError).toBe(true);
    expect((await ask('tick', { ids: ['criterion-1'] })).text).toContain('1 of 1 done');
    expect(await readFile(checklistFile(worktree), 'utf8')).toContain('- [x] It works');
    expect((await ask('tick', { ids: ['criterion-1'], done: false })).text).toContain('0 of 1 done');
  });

  test('reports, and gives what somebody has to say to the agent with its next answer, once', async () => {
    await ask('report', { kind: 'blocker', text: 'No key for the service' });
    await journal.append({ type: 'message-sent', agent: 'auth', text: 'The key is in .env' });
    const answer = await ask('who_owns', { path: 'a' });
    expect(answer.text).toContain('Message from the person who watches this run: The key is in .env');
    expect((await ask('who_owns', { path: 'a' })).text).not.toContain('.env');
    const events = await readEvents(join(repo.path, '.git'), 'desk');
    expect(events.find(({ type }) => type === 'reported')).toMatchObject({ agent: 'auth', kind: 'blocker' });
    expect((await ask('report', { kind: 'rumour', text: 'x' })).isError).toBe(true);
  });

  test('forecasts conflicts with the others as their files are now, committed or not', async () => {
    expect((await ask('forecast')).text).toContain('No conflict with');
    await writeFile(join(other, 'src/cart/c.ts'), 'by cart\n');
    const { data } = await ask('forecast');
    expect(data).toMatchObject({ conflicts: [{ with: 'cart', paths: ['src/cart/c.ts'] }] });
  });

  test('validates: what is wrong, and the checks, of which none that did not run counts as passed', async () => {
    const { data, text } = await ask('validate');
    expect(data).toMatchObject({
      isReady: false,
      problems: ['not yours: src/cart/c.ts'],
      checks: [{ status: 'passed' }],
    });
    expect(text).toContain('Not ready:');
    expect((await ask('validate', { checks: false })).data).toMatchObject({ notRun: ['test'] });
  });

  test('commits what is its own and sets the rest aside', async () => {
    const { data, text } = await ask('commit', { message: 'feat(auth): log in' });
    expect(data).toMatchObject({ isNew: true, files: ['src/auth/login.ts'], foreign: ['src/cart/c.ts'] });
    expect(text).toContain('kept as refs/cdev/set-aside/desk/auth/1');
    expect(text).toContain(' with 1 file\n');
    expect(await repo.git('log', '-1', '--format=%s', 'cdev/desk/auth')).toBe('feat(auth): log in');
    expect((await ask('validate')).data).toMatchObject({ isReady: true });
    await writeFile(join(worktree, 'src/auth/key.ts'), `export const key = 'ghp_${'a1B2c3D4e5F6'.repeat(3)}';\n`);
    expect(await ask('commit')).toMatchObject({ isError: true, data: { code: 'CDEV_E_RUN_WORK_REFUSED' } });
  });
});
