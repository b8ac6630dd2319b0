import { describe, expect, test } from '@jest/globals';
import { checkPlan, parsePlan } from '../../src/index.ts';

const errorsOf = (text: string) =>
  checkPlan(parsePlan(text, 'old.json'))
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, where }) => `${rule} ${where}`);

const list = {
  taskId: 'AB-7',
  taskTitle: 'Search the shop',
  decompositionStrategy: 'by_domain',
  parallelAgents: [
    {
      agentId: 'index_agent',
      agentRole: 'Builds the index',
      focusArea: 'indexing',
      dependencies: [],
      filesToCreate: ['./src/index/build.js', 'data/'],
      filesToModify: ['src/index/old.js'],
      testContracts: ['test/index.test.js', 'All tests must pass'],
      validationCriteria: ['The index is complete'],
      estimatedTime: 40,
      canStartImmediately: true,
      rationale: 'One topic',
    },
    {
      agentId: 'page_agent',
      agentRole: 'Shows the results',
      focusArea: 'page',
      dependencies: ['index_agent'],
      allFilesToCreate: ['src/page.js'],
      allFilesToModify: [],
      allValidationCriteria: ['Results are shown'],
      estimatedTime: '1.5 hours',
    },
  ],
  integrationPlan: { mergeOrder: ['index_agent', 'page_agent'], validationSteps: ['Run all tests'] },
  totalFiles: 4,
};

describe('a plan of the ancestors', () => {
  test('with a list of agents becomes one of today, in JSON and in YAML', () => {
    const plan = parsePlan(JSON.stringify(list), 'old.json');
    expect(plan).toMatchObject({
      schemaVersion: 1,
      id: 'ab-7-search-the-shop',
      title: 'Search the shop',
      issue: { id: 'AB-7', title: 'Search the shop' },
      base: { branch: '', commit: '' },
      mergeOrder: ['index-agent', 'page-agent'],
    });
    expect(plan.agents[0]).toEqual({
      id: 'index-agent',
      role: 'Builds the index',
      title: 'indexing',
      task: 'Builds the index\n\n## Create\n\n- `src/index/build.js`\n- `data/**`\n\n## Modify\n\n- `src/index/old.js`\n\n## Tests\n\n- `test/index.test.js`',
      branch: 'cdev/ab-7-search-the-shop/index-agent',
      owns: ['src/index/build.js', 'data/**', 'src/index/old.js', 'test/index.test.js'],
      creates: ['src/index/build.js'],
      reads: [],
      dependsOn: [],
      criteria: ['The index is complete', 'All tests must pass'],
      checks: [],
      estimate: { minutes: 40, files: 4 },
      reasons: ['One topic'],
    });
    expect(plan.agents[1]).toMatchObject({
      dependsOn: ['index-agent'],
      owns: ['src/page.js'],
      estimate: { minutes: 90 },
    });
    expect(errorsOf(JSON.stringify(list))).toEqual([]);
    const yaml =
      'taskId: AB-7\ntaskTitle: Search\nparallelAgents:\n- agentId: a_b\n  agentRole: R\n  filesToCreate:\n  - x.js\n  dependencies: []\n';
    expect(parsePlan(yaml, 'old.yaml').agents).toMatchObject([{ id: 'a-b', owns: ['x.js'] }]);
  });

  test('says what became of what and what was left out', () => {
    const decisions = parsePlan(JSON.stringify(list), 'old.json').decisions.map(({ decision }) => decision);
    expect(decisions).toEqual([
      'Converted from a plan of an earlier tool',
      'Agents renamed: index_agent is index-agent, page_agent is page-agent',
      'Validation steps kept as text: Run all tests',
      'Fields left out: decompositionStrategy, totalFiles',
    ]);
  });

  test('is refused by the check where two agents own one file', () => {
    const second = { ...list.parallelAgents[1], allFilesToCreate: ['src/index/build.js'] };
    expect(errorsOf(JSON.stringify({ ...list, parallelAgents: [list.parallelAgents[0], second] }))).toEqual([
      'ownership-overlap agents[1].owns[0]',
    ]);
  });

  test('about a single agent becomes a plan of one', () => {
    const about = {
      agentId: 'hook_agent',
      taskId: 'AB-8',
      taskTitle: 'Hooks',
      agent: { agentRole: 'Writes hooks', branchName: 'AB-8-hook_agent', dependencies: [], estimatedTime: 45 },
      files: { toCreate: ['hooks/pre.py'], toModify: [] },
      validation: { criteria: ['It runs'], completed: 1 },
    };
    const plan = parsePlan(JSON.stringify(about), 'old.json');
    expect(plan.agents).toMatchObject([
      {
        id: 'hook-agent',
        role: 'Writes hooks',
        branch: 'AB-8-hook_agent',
        owns: ['hooks/pre.py'],
        criteria: ['It runs'],
        estimate: { minutes: 45 },
      },
    ]);
    expect(errorsOf(JSON.stringify(about))).toEqual([]);
  });

  test('that nests its files in a work plan, or its criteria with their state, is understood', () => {
    const nested = {
      agentId: 'a',
      taskId: 'X-1',
      deploymentPlan: {
        dependencies: ['b_c'],
        workPlan: { filesToCreate: ['x'], filesToModify: ['y'] },
        validationCriteria: ['v'],
      },
    };
    expect(parsePlan(JSON.stringify(nested), 'o').agents).toMatchObject([
      { owns: ['x', 'y'], dependsOn: ['b-c'], criteria: ['v'] },
    ]);
    const done = { agentId: 'a', taskId: 'X-1', validationCriteria: [{ criterion: 'It works', completed: true }] };
    expect(parsePlan(JSON.stringify(done), 'o').agents[0]?.criteria).toEqual(['It works']);
  });

  test('written after the work, without files, gets the findings it deserves', () => {
    const status = {
      deployment_id: 'a_agent-deployment-1',
      integration_order: ['a_agent'],
      agents: { a_agent: { role: 'R', branch: 'X-1-a_agent', dependencies: ['infra_agent'] } },
    };
    expect(parsePlan(JSON.stringify(status), 'o')).toMatchObject({
      id: 'a-agent-deployment-1',
      mergeOrder: ['a-agent'],
      agents: [{ branch: 'X-1-a_agent' }],
    });
    expect(errorsOf(JSON.stringify(status))).toEqual([
      'dependency-unknown agents[0].dependsOn[0]',
      'ownership-empty agents[0].owns',
    ]);
  });

  test('of an orchestration in YAML, with its work under deliverables, is understood', () => {
    const yaml =
      "plan: {phases: []}\nsubagents:\n  - agentId: docs_agent\n    agentRole: Docs\n    tasks: ['Write it']\n    dependencies: []\n    deliverables:\n      filesToCreate: ['docs/a.md']\n      validationCriteria: ['It is clear']\n";
    const plan = parsePlan(yaml, 'o.yaml');
    expect(plan).toMatchObject({
      id: 'plan',
      agents: [{ id: 'docs-agent', owns: ['docs/a.md'], criteria: ['It is clear'] }],
    });
    expect(plan.agents[0]?.task).toContain('## Tasks\n\n- Write it');
  });

  test('names line and field where its form is broken', () => {
    expect(() =>
      parsePlan('taskId: A-1\nparallelAgents:\n  - agentId: a\n    filesToCreate: x.js\n', 'old.yaml'),
    ).toThrow('old.yaml:4:20 (parallelAgents[0].filesToCreate): expected a list of texts, found the text "x.js"');
    expect(() => parsePlan('taskId: A-1\nparallelAgents:\n  - agentRole: a\n', 'old.yaml')).toThrow(
      '(parallelAgents[0].agentId): expected a text, found nothing',
    );
  });
});
