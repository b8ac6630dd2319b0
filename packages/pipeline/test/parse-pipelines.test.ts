import { readFile } from 'node:fs/promises';
import { tempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { findPipeline, parsePipelines, readPipelines } from '../src/index.ts';
import { pipelineFile } from './pipeline-fixture.ts';

const options = { file: 'cdev.pipeline.yaml', isShipped: false };
const problemsOf = (content: string): string => {
  try {
    parsePipelines(content, options);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const schema = JSON.parse(await readFile(new URL('../pipeline.schema.json', import.meta.url), 'utf8')) as object;
const fitsSchema = new Ajv({ strict: false }).compile(schema);

const whole = pipelineFile(`
    description: All there is
    inputs:
      who: { description: Whom to greet, required: true, default: world }
      other:
    env: { A: 1, B: '\${{ inputs.who }}' }
    max-parallel: 2
    steps:
      script:
        name: Plans
        script: decompose-parallel
        args: [a, 1, '\${{ inputs.who }}']
        outputs: { id: /data/plan/id }
        timeout-minutes: 0.5
      shell:
        run: echo
        shell: bash
        working-directory: src
        needs: [script]
        if: success() && needs.script.outputs.id != ''
        matrix: { node: [22, 24], include: [{ node: 26, next: true }] }
        fail-fast: false
        env: { C: '\${{ matrix.node }}' }
        retry: { attempts: 3, delay-seconds: 0.5, factor: 3 }
        continue-on-error: true
        approval: Really?
        cache: { files: [src/**, '!src/gen/**'], env: [CI], produces: dist/** }
`);

describe('a file of pipelines', () => {
  test('becomes steps with what each says and what it leaves out', () => {
    const [pipeline] = parsePipelines(whole, options);
    expect(pipeline).toMatchObject({
      name: 'work',
      maxParallel: 2,
      inputs: { who: { isRequired: true, default: 'world' }, other: { isRequired: false, default: '' } },
    });
    const [script, shell] = pipeline?.steps ?? [];
    expect(script).toMatchObject({
      id: 'script',
      name: 'Plans',
      args: ['a', 1, '${{ inputs.who }}'],
      outputs: { id: '/data/plan/id' },
      timeLimit: 30_000,
      retry: { attempts: 1 },
      failFast: true,
      cache: undefined,
    });
    expect(shell).toMatchObject({
      name: 'shell',
      run: 'echo',
      needs: ['script'],
      failFast: false,
      continueOnError: true,
      approval: 'Really?',
      retry: { attempts: 3, delay: 500, factor: 3 },
      cache: { files: ['src/**', '!src/gen/**'], env: ['CI'], produces: ['dist/**'] },
    });
  });

  test('tells every problem at once, each with its line', () => {
    const text = problemsOf(
      pipelineFile(`
    colour: red
    steps:
      a: { run: 'echo \${{ needs.b. }}', needs: [c] }
      b: { script: x, run: y }
      d: { run: x, args: [a], retry: 0, timeout-minutes: soon, cache: {}, if: 'matrix.a' }
      e e: { run: x }
`),
    );
    expect(text.split('\n').slice(1)).toEqual([
      expect.stringContaining('cdev.pipeline.yaml:4: pipelines.work.colour: there is no such key here'),
      expect.stringContaining('cdev.pipeline.yaml:6: pipelines.work.steps.a.run: ${{ needs.b. }}'),
      expect.stringContaining('cdev.pipeline.yaml:6: a: it needs c, which is no step'),
      expect.stringContaining('cdev.pipeline.yaml:7: pipelines.work.steps.b: write either `run` or `script`'),
      expect.stringContaining('only a `script` has these'),
      expect.stringContaining("Unrecognized named-value: 'matrix'"),
      expect.stringContaining('a whole number from 1 to 100'),
      expect.stringContaining('a number from 0.001'),
      expect.stringContaining('name the `files`'),
      expect.stringContaining('cdev.pipeline.yaml:9: pipelines.work.steps.e e: e e is no name'),
    ]);
  });

  test('puts steps behind those they need, and refuses circles', () => {
    const text = pipelineFile(
      '\n    steps:\n      c: { run: x, needs: [b, a] }\n      b: { run: x, needs: a }\n      a: { run: x }\n',
    );
    expect(parsePipelines(text, options)[0]?.steps.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const circle = text.replace('a: { run: x }', 'a: { run: x, needs: c }');
    expect(problemsOf(circle)).toContain('steps wait for each other: c → b → a → c');
  });

  test.each([
    ['nothing', '', 'version: 1'],
    ['no YAML', 'a: [', 'cdev.pipeline.yaml:1'],
    ['a list', '- a\n', 'a mapping is wanted here'],
    ['another version', 'version: 2\npipelines: { a: { steps: { b: { run: x } } } }\n', 'version: 1'],
    ['no steps', 'version: 1\npipelines: { a: { steps: } }\n', 'there are no steps'],
  ])('says what is wrong with %s', (_, content, expected) => {
    expect(problemsOf(content)).toContain(expected);
  });
});

describe('the schema that ships', () => {
  test('takes what the reader takes', async () => {
    const shipped = await readPipelines('/');
    expect(shipped.pipelines.map(({ name }) => name)).toEqual(['parallel', 'release']);
    for (const name of ['parallel', 'release'])
      expect({
        name,
        fits: fitsSchema(parse(await readFile(new URL(`../pipelines/${name}.yaml`, import.meta.url), 'utf8'))),
      }).toEqual({ name, fits: true });
    expect({ fits: fitsSchema(parse(whole)), errors: fitsSchema.errors }).toEqual({ fits: true, errors: null });
  });

  test.each([
    'steps: { a: { run: x, script: y } }',
    'steps: { a: { args: [] } }',
    'steps: { a: { run: x, args: [] } }',
    'steps: { a: { script: x, shell: sh } }',
    'steps: { a: { run: x, retry: 0 } }',
    'steps: { a: { run: x, retry: { attempts: 1.5 } } }',
    'steps: { a: { run: x, timeout-minutes: 0 } }',
    'steps: { a: { run: x, fail-fast: 1 } }',
    'steps: { a: { run: x, cache: { env: [CI] } } }',
    'steps: { a: { script: x, outputs: { a: data } } }',
    'steps: { a: { run: x, nonsense: true } }',
    'steps: { 1a: { run: x } }',
    'steps: {}',
    'inputs: { a: { required: maybe } }\n    steps: { a: { run: x } }',
    'max-parallel: 0\n    steps: { a: { run: x } }',
  ])('refuses what the reader refuses: %s', (body) => {
    const content = pipelineFile(`    ${body}`);
    expect({ schema: fitsSchema(parse(content)), reader: problemsOf(content) === '' }).toEqual({
      schema: false,
      reader: false,
    });
  });
});

describe('pipelines are found', () => {
  const file = (name: string): string => `version: 1\npipelines: { ${name}: { steps: { a: { run: x } } } }\n`;

  test('in the nearest file up to the top of the repository, before those that ship', async () => {
    await using folder = await tempFolder({
      'cdev.pipeline.yaml': file('outside'),
      'project/.git/HEAD': '',
      'project/cdev.pipeline.yaml': file('release'),
      'project/deep/er/x': '',
      'bare/.git/HEAD': '',
    });
    const { pipelines, folder: where } = await readPipelines(`${folder.path}/project/deep/er`);
    expect(pipelines.map(({ name, isShipped }) => `${name} ${isShipped}`)).toEqual(['release false', 'parallel true']);
    expect(where).toBe(`${folder.path}/project`);
    expect((await readPipelines(`${folder.path}/bare`)).file).toBeUndefined();
  });

  test('by name, by a file with one pipeline, and told apart from what is not there', async () => {
    await using folder = await tempFolder({ 'one.yaml': file('one'), 'broken.yaml': 'a: [', 'x/y': '' });
    const cwd = folder.path;
    expect((await findPipeline('one.yaml', { cwd })).pipeline.name).toBe('one');
    expect((await findPipeline('one', { cwd, file: 'one.yaml' })).folder).toBe(cwd);
    await expect(findPipeline('nope', { cwd })).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_UNKNOWN' });
    await expect(findPipeline(undefined, { cwd })).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_NAME_MISSING',
      steps: expect.arrayContaining(['Name one of: parallel, release']),
    });
    await expect(findPipeline('none.yaml', { cwd })).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_FILE_UNREADABLE' });
    await expect(findPipeline('broken.yaml', { cwd })).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_INVALID' });
    await expect(findPipeline('x', { cwd, file: 'x' })).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_FILE_UNREADABLE',
    });
  });
});
