import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { parseValues, parseWorkflow, readWorkflows } from '../../src/index.ts';

const place = { root: '/repo', path: '.github/workflows/ci.yml' };

function problemsOf(content: string): string[] {
  try {
    parseWorkflow(content, place);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace('.github/workflows/ci.yml:', ''));
  }
}

const job = (steps: string, more = ''): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;

describe('what GitHub would refuse', () => {
  test.each([
    ['no YAML', 'on: [push\njobs: {', /^2:|^3:/],
    ['a key that stands twice', job('      - run: a\n        run: b\n'), /^7: .*unique/],
    ['no events', 'jobs: { a: { runs-on: x, steps: [{ run: a }] } }', /^1: on is missing/],
    ['no jobs', 'on: push\n', /jobs are missing/],
    [
      'a key that there is not',
      job('      - run: a\n        shel: bash\n'),
      /^7: jobs\.a\.steps\[0\]\.shel: there is no such key here/,
    ],
    [
      'run and uses',
      job('      - run: a\n        uses: b/c@v1\n'),
      /^6: jobs\.a\.steps\[0\]: a step has run or uses, not both/,
    ],
    ['neither', job('      - name: a\n'), /^6: .*a step needs run or uses/],
    ['an id twice', job('      - { id: x, run: a }\n      - { id: X, run: b }\n'), /^7: .*the id X stands twice/],
    ['no runs-on', 'on: push\njobs:\n  a:\n    steps: [{ run: a }]\n', /a job needs runs-on, or uses/],
    ['a need that there is not', job('      - run: a\n', '    needs: b\n'), /jobs\.a\.needs: there is no job b/],
    [
      'an expression that is wrong',
      job('      - run: a\n      - run: echo ${{ github.sha | x }}\n'),
      /^7: jobs\.a\.steps\[1\]\.run: .*Unexpected symbol/,
    ],
    [
      'a function that there is not',
      job('      - if: succes()\n        run: a\n'),
      /^6: .*Unrecognized function: 'succes'/,
    ],
    [
      'secrets in an if',
      job("      - if: secrets.A != ''\n        run: a\n"),
      /^6: .*Unrecognized named-value: 'secrets'/,
    ],
    [
      'env in the if of a job',
      job('      - run: a\n', "    if: env.A == '1'\n"),
      /^5: jobs\.a\.if: .*Unrecognized named-value: 'env'/,
    ],
    [
      'a matrix in the environment of the workflow',
      `env: { A: '\${{ matrix.x }}' }\n${job('      - run: a\n')}`,
      /^1: env\.A: .*'matrix'/,
    ],
    ['an action without a version', job('      - uses: actions/checkout\n'), /actions\/checkout names no action/],
    ['an action without a repository', job('      - uses: checkout@v4\n'), /checkout@v4 names no action/],
    ['a status function outside an if', job('      - run: echo ${{ always() }}\n'), /Unrecognized function: 'always'/],
  ])('%s', (_, content, problem) => {
    expect(problemsOf(content)).toEqual([expect.stringMatching(problem)]);
  });

  test('a circle of needs, told once', () => {
    const jobs = ['a: b', 'b: c', 'c: a'].map((pair) => {
      const [id, need] = pair.split(': ');
      return `  ${id}: { runs-on: x, needs: ${need}, steps: [{ run: a }] }`;
    });
    expect(problemsOf(`on: push\njobs:\n${jobs.join('\n')}\n`)).toEqual([
      '3: jobs.a.needs: the jobs need each other in a circle: a → b → c → a',
    ]);
  });

  test('all of it at once, in the order of the lines', () => {
    const found = problemsOf(job('      - name: x\n      - run: ${{ nope.x }}\n', '    timeout: 3\n'));
    expect(found.map((line) => line.split(':')[0])).toEqual(['5', '7', '8']);
  });
});

describe('what it takes', () => {
  test('events in their three forms, with filters', () => {
    const on = (text: string) => [
      ...parseWorkflow(`on: ${text}\njobs: { a: { runs-on: x, steps: [{ run: a }] } }`, place).events.values(),
    ];
    expect(on('push').map(({ name }) => name)).toEqual(['push']);
    expect(on('[push, pull_request]').map(({ name }) => name)).toEqual(['push', 'pull_request']);
    expect(on('{ push: { branches: main, paths-ignore: [docs/**] }, pull_request: }')).toEqual([
      { name: 'push', line: 1, branches: ['main'], pathsIgnore: ['docs/**'] },
      { name: 'pull_request', line: 1 },
    ]);
  });

  test('anchors and aliases', () => {
    const { jobs } = parseWorkflow(
      'on: push\njobs:\n  a: { runs-on: x, steps: &s [{ run: one }] }\n  b: { runs-on: x, steps: *s }\n',
      place,
    );
    expect(jobs.get('b')?.steps[0]?.run).toBe('one');
  });
});

describe('readWorkflows', () => {
  const good = 'on: push\njobs: { a: { runs-on: x, steps: [{ run: a }] } }\n';

  test('finds them from a folder below and reads the good ones beside a broken one', async () => {
    await using folder = await tempFolder({
      '.github/workflows/b.yml': good,
      '.github/workflows/a.yaml': 'on: push',
      'x/y/z': '',
    });
    const { root, workflows, broken } = await readWorkflows(`${folder.path}/x/y`);
    expect([root, workflows.map(({ path }) => path), broken.map(({ path }) => path)]).toEqual([
      folder.path,
      ['.github/workflows/b.yml'],
      ['.github/workflows/a.yaml'],
    ]);
    expect(broken[0]?.error).toMatchObject({ code: 'CDEV_E_WORKFLOW_INVALID' });
  });

  test('names a folder without any, and a file that is not there', async () => {
    await using folder = await tempFolder({ 'a.txt': '' });
    await expect(readWorkflows(folder.path)).rejects.toMatchObject({ code: 'CDEV_E_WORKFLOW_NONE' });
    await expect(readWorkflows(folder.path, { files: ['none.yml'] })).rejects.toMatchObject({
      code: 'CDEV_E_WORKFLOW_UNREADABLE',
    });
  });
});

describe('parseValues', () => {
  test('takes quotes off and comments away', () => {
    const text = '# all\nA=1\nexport B = "two\\nlines" # so\nC=\'x # y\'\nD=a=b # c\nE=\n';
    expect(parseValues(text, '.env')).toEqual({ A: '1', B: 'two\nlines', C: 'x # y', D: 'a=b', E: '' });
  });

  test('names the line that is none', () => {
    expect(() => parseValues('A=1\nnothing\n', '.secrets')).toThrow('.secrets:2 is not of the form NAME=value');
  });
});
