import { describe, expect, test } from '@jest/globals';
import { cpuSince } from '@cdev/test-kit/cpu-time';
import { isCdevError } from '@cdev/core/errors';
import { assertPlan, checkPlan, mergeOrder, type DeploymentPlan } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

/** Findings as `severity rule where`. */
function found(plan: DeploymentPlan, trackedFiles?: readonly string[]): readonly string[] {
  return checkPlan(plan, { trackedFiles }).map(({ severity, rule, where }) => `${severity} ${rule} ${where}`);
}

describe('checkPlan', () => {
  test('finds nothing in a sound plan, with and without the repository', () => {
    const plan = planOf(
      [
        agent('auth', { creates: ['src/auth/login.ts', 'package.json'] }),
        agent('cart', { dependsOn: ['auth'], reads: ['src/auth/login.ts', 'docs/*.md'] }),
      ],
      { shared: [shared('package.json'), shared('src/auth/index.ts', { rule: 'imports', agents: ['auth', 'cart'] })] },
    );
    expect(checkPlan(plan)).toEqual([]);
    expect(checkPlan(plan, { trackedFiles: ['package.json', 'src/cart/a.ts', 'docs/a.md'] })).toEqual([]);
  });

  describe('ownership of two agents', () => {
    const overlapOf = (one: readonly string[], other: readonly string[], more: Partial<DeploymentPlan> = {}) =>
      checkPlan(planOf([agent('a', { owns: one }), agent('b', { owns: other })], more), {
        trackedFiles: ['src/x/a.ts', 'src/index.ts'],
      }).filter(({ rule }) => rule === 'ownership-overlap');

    test('is refused where a path can belong to both, with an example', () => {
      expect(overlapOf(['src/**/*.ts'], ['src/x/*'])).toEqual([
        {
          rule: 'ownership-overlap',
          severity: 'error',
          where: 'agents[1].owns[0]',
          message: 'a and b both own "src/**/*.ts" and "src/x/*", for example src/x/a.ts',
          fix: 'Leave it to one of them, or declare it under "shared" with a merge rule',
        },
      ]);
      expect(overlapOf(['src/x/a.ts'], ['src/x/a.ts'])[0]?.message).toBe('a and b both own "src/x/a.ts"');
      expect(overlapOf(['new/**'], ['new/*/b.ts'])[0]?.message).toBe('a and b both own "new/**" and "new/*/b.ts"');
    });
    test('may lie side by side, and one agent may name a path twice', () => {
      expect(overlapOf(['src/x/**', 'src/x/a.ts'], ['src/y/**'])).toEqual([]);
    });
    test('does not count paths that are shared', () => {
      const more = { shared: [shared('src/index.ts'), shared('locales/*.json')] };
      expect(overlapOf(['src/**'], ['src/index.ts'], more)).toEqual([]);
      expect(overlapOf(['locales/*.json'], ['locales/*.json'], more)).toEqual([]);
      expect(overlapOf(['src/**'], ['src/x/**'], more)).toHaveLength(1);
    });
    test('is compared quickly in a plan of a hundred agents and a hundred thousand files', () => {
      const agents = Array.from({ length: 100 }, (_, index) =>
        agent(`a${index}`, {
          owns: [
            ...Array.from({ length: 40 }, (__, file) => `src/a${index}/f${file}.ts`),
            `lib/a${index}/**`,
            `test/a${index}-*.ts`,
          ],
        }),
      );
      const trackedFiles = agents.flatMap(({ id, owns }) => [
        ...owns.slice(0, 40),
        ...Array.from({ length: 960 }, (_, file) => `lib/${id}/f${file}.ts`),
        `test/${id}-x.ts`,
      ]);
      const started = process.cpuUsage();
      expect(checkPlan(planOf(agents), { trackedFiles })).toEqual([]);
      expect(cpuSince(started)).toBeLessThan(8000);
    });
  });

  describe('names', () => {
    test.each([
      [{ id: 'Auth' }, 'error agent-id agents[0].id'],
      [{ id: 'a_b' }, 'error agent-id agents[0].id'],
      [{ id: 'a--b' }, 'error agent-id agents[0].id'],
      [{ branch: 'a b' }, 'error branch-name agents[0].branch'],
      [{ branch: '' }, 'error branch-name agents[0].branch'],
      [{ branch: 'x.lock' }, 'error branch-name agents[0].branch'],
      [{ branch: 'x..y' }, 'error branch-name agents[0].branch'],
      [{ branch: '-x' }, 'error branch-name agents[0].branch'],
      [{ branch: 'x/.y' }, 'error branch-name agents[0].branch'],
      [{ branch: 'x/' }, 'error branch-name agents[0].branch'],
    ])('of an agent: %j', (fields, finding) => {
      expect(found(planOf([agent('a', { owns: ['a'], ...fields })]))).toEqual([finding]);
    });
    test('must not repeat or stand in each other’s way', () => {
      expect(found(planOf([agent('a', { owns: ['a'] }), agent('a', { owns: ['b'], branch: 'other' })]))).toContain(
        'error agent-id-repeated agents[1].id',
      );
      expect(found(planOf([agent('a', { branch: 'x' }), agent('b', { branch: 'x/y' })]))).toEqual([
        'error branch-repeated agents[1].branch',
      ]);
      expect(found(planOf([agent('a', { branch: 'X' }), agent('b', { branch: 'x' })]))).toEqual([
        'error branch-repeated agents[1].branch',
      ]);
    });
    test('of the plan and its base', () => {
      expect(found(planOf([agent('a')], { id: 'Eng 1', base: { branch: 'main', commit: 'abc' } }))).toEqual([
        'error plan-id id',
        'error base-commit base.commit',
      ]);
      expect(found(planOf([agent('a')], { base: { branch: '', commit: '' } }))).toEqual(['warning base-unknown base']);
      expect(found(planOf([]))).toEqual(['error agents-missing agents']);
    });
  });

  describe('paths', () => {
    test.each([
      '/etc/passwd',
      'C:\\x',
      '../x',
      'a/../b',
      './a',
      'a//b',
      'src/',
      '',
      '.git/config',
      '.cdev/context.yaml',
      'src\\auth\\a.ts',
      '{1..9999}',
    ])('%j is no path to own', (path) =>
      expect(found(planOf([agent('a', { owns: ['ok', path] })]))).toEqual(['error path-form agents[0].owns[1]']),
    );
    test.each(['app/[id]/page.tsx', 'a b/ä.ts', 'a\\*b', '.github/**', '**'])('%j is', (path) =>
      expect(found(planOf([agent('a', { owns: [path] })]))).toEqual([]),
    );
  });

  describe('dependencies and merge order', () => {
    const two = [agent('a', { dependsOn: ['b'] }), agent('b')];
    test('must name agents of the plan, without circles', () => {
      expect(found(planOf([agent('a', { dependsOn: ['ghost'] })]))).toEqual([
        'error dependency-unknown agents[0].dependsOn[0]',
      ]);
      const circle = checkPlan(planOf([agent('a', { dependsOn: ['b'] }), agent('b', { dependsOn: ['a'] })]));
      expect(circle[0]).toMatchObject({
        rule: 'dependency-cycle',
        message: 'These agents wait for each other: a → b → a',
      });
      expect(found(planOf([agent('a', { dependsOn: ['a'] })]))).toContain('error dependency-cycle agents');
    });
    test('must agree', () => {
      expect(found(planOf(two, { mergeOrder: ['b', 'a'] }))).toEqual([]);
      expect(found(planOf(two, { mergeOrder: mergeOrder(two) }))).toEqual([]);
      expect(checkPlan(planOf(two, { mergeOrder: ['a', 'b'] }))[0]).toMatchObject({
        where: 'mergeOrder[0]',
        fix: 'Move a behind b',
      });
      expect(found(planOf(two, { mergeOrder: ['b'] }))).toEqual(['error merge-order mergeOrder']);
      expect(found(planOf(two, { mergeOrder: ['b', 'a', 'b', 'c'] }))).toEqual([
        'error merge-order mergeOrder[2]',
        'error merge-order mergeOrder[3]',
      ]);
    });
  });

  describe('promises, shared paths and reads', () => {
    test('a promise must lie within what its agent may write', () => {
      const plan = planOf([agent('a', { creates: ['src/b/x.ts', 'package.json', 'go.mod'] }), agent('b')], {
        shared: [shared('package.json', { agents: ['b'] }), shared('go.mod', { agents: ['a'] })],
      });
      expect(found(plan)).toEqual([
        'error promise-outside-ownership agents[0].creates[0]',
        'error promise-outside-ownership agents[0].creates[1]',
      ]);
    });
    test('a file and a folder cannot both be promised under one name', () => {
      const plan = planOf([
        agent('a', { owns: ['src/x'], creates: ['src/x'] }),
        agent('b', { owns: ['src/x/*.ts'], creates: ['src/x/y.ts'] }),
      ]);
      expect(checkPlan(plan)[0]).toMatchObject({
        rule: 'promise-conflict',
        message: 'b promises src/x/y.ts, but a promises a file called src/x',
      });
    });
    test('an agent without ownership needs at least a shared path', () => {
      expect(found(planOf([agent('a', { owns: [] })]))).toEqual(['error ownership-empty agents[0].owns']);
      expect(found(planOf([agent('a', { owns: [] })], { shared: [shared('x.json')] }))).toEqual([
        'warning ownership-empty agents[0].owns',
      ]);
    });
    test('shared paths name agents of the plan and contradict nobody’s ownership', () => {
      expect(
        found(
          planOf([agent('a')], { shared: [shared('x.json', { agents: ['ghost'] }), shared('y.json', { agents: [] })] }),
        ),
      ).toEqual(['error shared-agent-unknown shared[0].agents[0]', 'error shared-agent-unknown shared[1].agents']);
      expect(found(planOf([agent('a', { owns: ['x.json'] })], { shared: [shared('x.json')] }))).toEqual([
        'error shared-overlap shared[0].path',
      ]);
      expect(
        found(planOf([agent('a'), agent('b')], { shared: [shared('src/a/index.ts', { agents: ['b'] })] })),
      ).toEqual(['warning shared-overlap shared[0].path']);
      expect(found(planOf([agent('a')], { shared: [shared('x.json'), shared('x.json')] }))).toEqual([
        'error shared-overlap shared[1].path',
      ]);
    });
    test('paths are held against the repository when it is known', () => {
      const plan = planOf([
        agent('a', {
          owns: ['src/a', 'src/typo/*.ts', 'src/new.ts', 'lib/*.ts', 'src/to-be/**', 'docs/**'],
          creates: ['src/new.ts'],
        }),
      ]);
      expect(found(plan, ['src/a/x.ts', 'lib/a.ts'])).toEqual([
        'error ownership-folder agents[0].owns[0]',
        'warning ownership-unmatched agents[0].owns[1]',
      ]);
      expect(found(plan)).toEqual([]);
    });
    test('what is to be read must be there, or come from an agent that is waited for', () => {
      const agents = [
        agent('a', { owns: ['a'], creates: ['a'] }),
        agent('b', { owns: ['b'], creates: ['b'], reads: ['a', 'gone.md', 'b'] }),
      ];
      const findings = checkPlan(planOf(agents), { trackedFiles: [] });
      expect(findings.map(({ message }) => message)).toEqual([
        'b is to read a, which a promises; b does not wait for it',
        'b is to read gone.md, which is not there, and nobody promises it',
      ]);
      expect(findings.every(({ severity }) => severity === 'warning')).toBe(true);
    });
  });

  test('checks that run nothing and fields without a meaning are named, errors first', () => {
    const plan = planOf([agent('a', { checks: [{ name: 'x', command: ' ' }], unknownFields: { own: ['src'] } })], {
      checks: [{ name: 't', command: 't', timeLimit: 0 }],
    });
    expect(found(plan)).toEqual([
      'error check-command checks[0].timeLimit',
      'error check-command agents[0].checks[0].command',
      'warning unknown-field agents[0].own',
    ]);
  });
});

describe('assertPlan', () => {
  test('lets warnings pass', () => {
    expect(() => assertPlan(planOf([agent('a')], { base: { branch: '', commit: '' } }))).not.toThrow();
  });
  test('refuses a plan with errors and lists them with what mends them', () => {
    let failure: unknown;
    try {
      assertPlan(planOf([agent('a'), agent('b', { owns: ['src/**'] })]));
    } catch (error) {
      failure = error;
    }
    expect(isCdevError(failure, 'CDEV_E_PLAN_UNSOUND')).toBe(true);
    expect(failure).toMatchObject({
      message: expect.stringContaining(
        'Plan eng-1-login has 1 error:\n  agents[1].owns[0]: a and b both own "src/a/**" and "src/**" → Leave it',
      ),
      details: { findings: [{ rule: 'ownership-overlap' }] },
    });
  });
});
