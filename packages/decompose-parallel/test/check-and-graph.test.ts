import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { checkText } from '../src/human.ts';
import { checkPlanFile, planGraph } from '../src/index.ts';

const plan = (second: string) => `schemaVersion: 1
id: two-things
title: Two "things"
base: { branch: main, commit: '' }
createdAt: 2026-01-01T00:00:00.000Z
createdBy: test
agents:
  - { id: one, role: r, title: 'The "one"', task: t, branch: cdev/two-things/one, owns: ['src/**'], creates: [], reads: [], dependsOn: [], criteria: [], checks: [], estimate: { minutes: 1, files: 1 }, reasons: [] }
  - { id: two, role: r, title: Two, task: t, branch: cdev/two-things/two, owns: ['${second}'], creates: [], reads: [], dependsOn: [one], criteria: [], checks: [], estimate: { minutes: 1, files: 1 }, reasons: [] }
shared: []
mergeOrder: [one, two]
checks: []
decisions: []
`;

describe('checkPlanFile', () => {
  test('calls a sound plan sound, and names what two agents own', async () => {
    await using repository = await tempRepo({
      'src/a.ts': '',
      'good.yaml': plan('docs/**'),
      'bad.yaml': plan('src/a.ts'),
    });
    const context = testContext({ cwd: repository.path });
    expect(await checkPlanFile('good.yaml', context)).toMatchObject({
      status: 'ok',
      result: { agents: 2, filesCompared: true },
    });
    const bad = await checkPlanFile('bad.yaml', context);
    expect(bad.status).toBe('findings');
    expect(checkText(bad.result, { style: createStyle(false), columns: 100 })).toMatch(/✗ .*src\/a\.ts[^]*\n  → /);
  });
});

test('checkPlanFile says which symbols of a split file are not there', async () => {
  const shared =
    "shared:\n  - { path: src/desk.ts, rule: symbols, agents: [one, two], symbols: [{ agent: one, names: [lateFees, search] }, { agent: two, names: ['*'] }] }";
  await using repository = await tempRepo({
    'src/desk.ts': 'export const lateFee = 1;\nexport const search = 2;\n',
    'plan.yaml': plan('docs/**').replace('shared: []', shared),
  });
  const { result, status } = await checkPlanFile('plan.yaml', testContext({ cwd: repository.path }));
  expect(status).toBe('ok');
  expect(result.findings.filter(({ rule }) => rule === 'symbol-split')).toMatchObject([
    {
      severity: 'warning',
      where: 'shared[0].symbols[0].names',
      message: 'src/desk.ts declares no "lateFees", which one is to change',
      fix: 'Correct the name; it declares lateFee, search',
    },
  ]);
});

describe('planGraph', () => {
  test('is XML whatever a title has in it', async () => {
    await using repository = await tempRepo({
      'plan.yaml': plan('docs/**').replace('Two "things"', '"A \\u0001 & B"'),
    });
    const context = testContext({ cwd: repository.path });
    const { result } = await planGraph({ reference: 'plan.yaml', format: 'svg' }, context);
    expect(result.text).toContain('<title>A \uFFFD &amp; B</title>');
  });

  test('draws the plan for Mermaid and for Graphviz, with quotes in titles', async () => {
    await using repository = await tempRepo({ 'plan.yaml': plan('docs/**') });
    const context = testContext({ cwd: repository.path });
    const draw = async (format: 'mermaid' | 'dot' | 'svg') =>
      (await planGraph({ reference: 'plan.yaml', format }, context)).result.text;
    expect(await draw('mermaid')).toBe(
      'flowchart LR\n  base(("main"))\n  one["The #quot;one#quot; (1)"]\n  two["Two (1)"]\n  base --> one\n  one --> two\n',
    );
    const picture = await draw('svg');
    expect(picture).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(picture).toContain('<title>Two &quot;things&quot;</title>');
    expect(picture).toContain('>The &quot;one&quot; (1)</text>');
    // The base, then who waits for nobody, then who waits for it.
    expect([...picture.matchAll(/<rect x="(\d+)"/g)].map(([, x]) => Number(x))).toEqual([20, 300, 580]);
    expect(picture.match(/marker-end/g)).toHaveLength(2);
    expect(await draw('dot')).toContain('  "one" [label="The \\"one\\" (1)"];');
  });
});
