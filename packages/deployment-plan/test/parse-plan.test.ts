import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { parsePlan, serialisePlan } from '../src/index.ts';
import { agent, planOf, shared } from './sound-plan.ts';

const full = planOf(
  [
    agent('auth', {
      reads: ['docs/a b.md'],
      criteria: ['It works: "always"'],
      checks: [{ name: 'unit', command: 'pnpm test auth' }],
    }),
    agent('cart', {
      dependsOn: ['auth'],
      creates: ['src/cart/ä.ts'],
      task: '# Häding\n\n- item: x\n\n```yaml\na: 1\n```\n',
    }),
  ],
  { shared: [shared('package.json')], unknownFields: { costCentre: 12, nested: { a: ['b'] } } },
);

function failureOf(text: string): { code?: string; message: string; details?: unknown } {
  try {
    parsePlan(text, 'plan.yaml');
  } catch (error) {
    return error as { message: string };
  }
  throw new Error('It was accepted');
}

describe('parsePlan', () => {
  test('gives back what serialisePlan wrote, as YAML and as JSON', () => {
    expect(parsePlan(serialisePlan(full), 'plan.yaml')).toEqual(full);
    const { unknownFields, ...known } = full;
    expect(parsePlan(JSON.stringify({ ...known, ...unknownFields }, null, '\t'), 'plan.json')).toEqual(full);
  });

  test('is satisfied with little when a person writes the plan', () => {
    const plan = parsePlan(
      'schemaVersion: 1\nid: small\nagents:\n  - id: b\n    owns: [b/**]\n    dependsOn: [a]\n  - id: a\n    owns: [a.ts]\n',
      'p',
    );
    expect(plan).toMatchObject({
      title: 'small',
      mergeOrder: ['a', 'b'],
      base: { branch: '', commit: '' },
      shared: [],
    });
    expect(plan.agents[1]).toMatchObject({
      title: 'a',
      branch: 'cdev/small/a',
      creates: [],
      estimate: { minutes: 0, files: 0 },
    });
  });

  test('reads a plan whose agents wait in a circle, so that the check can name it', () => {
    const plan = parsePlan(
      '{"schemaVersion":1,"id":"x","agents":[{"id":"a","owns":["a"],"dependsOn":["b"]},{"id":"b","owns":["b"],"dependsOn":["a"]}]}',
      'p',
    );
    expect(plan.mergeOrder).toEqual(['a', 'b']);
  });

  test('names file, line, column and field of every problem, what was expected and what was found', () => {
    const failure = failureOf(
      'schemaVersion: 1\nid: 12\nagents:\n  - id: a\n    owns: src/**\n  - owns: [1]\nshared:\n  - path: x\n    rule: guess\n',
    );
    expect(isCdevError(failure, 'CDEV_E_PLAN_INVALID')).toBe(true);
    expect(failure.message.split('\n').slice(1)).toEqual([
      'plan.yaml:2:5 (id): expected a text, found the number 12',
      'plan.yaml:5:11 (agents[0].owns): expected a list of texts, found the text "src/**"',
      'plan.yaml:6:5 (agents[1].id): expected a text, found nothing',
      'plan.yaml:6:12 (agents[1].owns[0]): expected a text, found the number 1',
      'plan.yaml:9:11 (shared[0].rule): expected one of json, yaml, imports, union, lockfile, symbols, found the text "guess"',
    ]);
    expect(failure.details).toMatchObject({ file: 'plan.yaml' });
  });

  test('tells a wrong kind of agents list from a missing one', () => {
    expect(failureOf('schemaVersion: 1\nid: a\nagents: {a: 1}\n').message).toContain(
      '(agents): expected a list of mappings, found a mapping',
    );
    expect(failureOf('schemaVersion: 1\nid: a\nagents: [x]\n').message).toContain(
      '3:10 (agents[0]): expected a mapping of fields, found the text "x"',
    );
    expect(failureOf('schemaVersion: 1\nid: a\n').message).toContain(
      '(agents): expected a list of mappings, found nothing',
    );
  });

  test('says where the text stops being YAML or JSON', () => {
    const failure = failureOf('{\n  "schemaVersion": 1,\n  "id": "a"\n}\nEOF');
    expect(isCdevError(failure, 'CDEV_E_PLAN_SYNTAX')).toBe(true);
    expect(failure.message).toContain('plan.yaml:5:1');
    expect(isCdevError(failureOf('a: 1\na: 2\n'), 'CDEV_E_PLAN_SYNTAX')).toBe(true);
    expect(isCdevError(failureOf('a: *nobody\n'), 'CDEV_E_PLAN_SYNTAX')).toBe(true);
  });

  test('holds a file that calls itself JSON to that, where YAML would read over the damage', () => {
    const problemOf = (text: string): unknown => {
      try {
        return parsePlan(text, 'plan.json');
      } catch (error) {
        return (error as Error).message;
      }
    };
    const torn = '{\n  "schemaVersion": 1,\n  "id": "a",\n  "minutes": 0\n0,\n  "agents": []\n}\n';
    expect(problemOf(torn)).toBe("plan.json:5:1: Expected ',' or '}' after property value");
    expect(problemOf('{"a": [\n')).toBe('plan.json:2:1: Unexpected end of JSON input');
    expect(problemOf('\uFEFF{"schemaVersion":1,"id":"a","agents":[]}')).toMatchObject({ id: 'a' });
  });

  test('does not follow a text that grows without end', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 12; depth += 1) lines.push(`a${depth}: &a${depth} [${`*a${depth - 1}, `.repeat(10)}]`);
    expect(isCdevError(failureOf(lines.join('\n')), 'CDEV_E_PLAN_SYNTAX')).toBe(true);
    expect(isCdevError(failureOf('schemaVersion: 1\nid: &a [*a]\nagents: []\n'), 'CDEV_E_PLAN_SYNTAX')).toBe(true);
  });

  test('follows an alias that is meant well', () => {
    const plan = parsePlan(
      'schemaVersion: 1\nid: x\nchecks: &all\n  - {name: t, command: t}\nagents:\n  - id: a\n    owns: [a]\n    checks: *all\n',
      'p',
    );
    expect(plan.agents[0]?.checks).toEqual([{ name: 't', command: 't' }]);
  });

  test('asks for an update when the plan is of a newer version', () => {
    const failure = failureOf('schemaVersion: 2\nid: x\nagents: 5\n');
    expect(isCdevError(failure, 'CDEV_E_PLAN_NEWER')).toBe(true);
    expect(failure.message).toBe('plan.yaml:1:16: schemaVersion is 2, and this version reads plans up to 1');
  });

  test('refuses a version that never was', () => {
    expect(failureOf('schemaVersion: "1"\nid: x\nagents: []\n').message).toContain('(schemaVersion): expected');
    expect(failureOf('schemaVersion: 0.5\nid: x\nagents: []\n').message).toContain(
      '(schemaVersion): expected the number 1',
    );
  });

  test.each([
    ['', 'an empty file'],
    ['[]', 'a list'],
    ['hello', 'the string "hello"'],
    ['name: x\nversion: 1\n', 'the fields name, version'],
  ])('says that %j is no plan', (text, found) => {
    const failure = failureOf(text);
    expect(isCdevError(failure, 'CDEV_E_PLAN_NOT_A_PLAN')).toBe(true);
    expect(failure.message).toContain(`found ${found}`);
  });

  test('keeps unknown fields at every level and writes them back where they stood', () => {
    const text =
      'schemaVersion: 1\nid: x\nteam: web\nagents:\n  - id: a\n    owns: [a]\n    model: big\nshared:\n  - {path: p, rule: json, since: 3}\n';
    const plan = parsePlan(text, 'p');
    expect(plan.unknownFields).toEqual({ team: 'web' });
    expect(plan.agents[0]?.unknownFields).toEqual({ model: 'big' });
    const again = parsePlan(serialisePlan(plan), 'p');
    expect(again).toEqual(plan);
    expect(serialisePlan(plan)).toMatch(/^team: web$/m);
    expect(serialisePlan(plan)).toMatch(/^ {4}since: 3$/m);
  });
});

test('serialisePlan writes the same text for the same plan, with line breaks in tasks kept readable', () => {
  expect(serialisePlan(full)).toBe(serialisePlan(structuredClone(full)));
  expect(serialisePlan(full)).toContain('    task: |\n      # Häding\n');
});
