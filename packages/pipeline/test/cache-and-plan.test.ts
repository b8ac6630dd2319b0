import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { planPipeline } from '../src/index.ts';
import type { RunPipelineOptions } from '../src/run/run-pipeline.ts';
import { optionsFor, pipelineFile, runWork } from './pipeline-fixture.ts';

const built = `
    inputs: { mode: { default: fast } }
    steps:
      build:
        run: mkdir -p out; cat src/a > out/all; echo "size=$(wc -c < out/all)" >> "$CDEV_OUTPUT"
        cache: { files: ['src/**', '!src/*.md'], env: [TARGET], produces: ['out/**'] }
      test:
        needs: build
        run: test "\${{ needs.build.outputs.size }}" -gt 0; test '\${{ inputs.mode }}' != ''
        cache: { files: [test.txt] }
`;
const repository = (): Promise<TempRepo> =>
  tempRepo({
    'cdev.pipeline.yaml': pipelineFile(built),
    'src/a': 'abc',
    'src/b.md': 'x',
    'test.txt': '1',
    '.gitignore': 'out\n',
  });

describe('a step that says what it reads', () => {
  test('is not run again while that is what it was', async () => {
    await using repo = await repository();
    expect((await runWork(repo.path)).statuses).toEqual({ build: 'passed', test: 'passed' });
    const again = await runWork(repo.path);
    expect(again.statuses).toEqual({ build: 'cached', test: 'cached' });
    expect(again.outputs['build']).toEqual({ size: '3' });
    await writeFile(join(repo.path, 'src/b.md'), 'excluded');
    expect((await runWork(repo.path)).statuses).toEqual({ build: 'cached', test: 'cached' });
  });

  test.each<
    [
      string,
      (repo: TempRepo) => Promise<unknown>,
      Partial<RunPipelineOptions> & { env?: Record<string, string> },
      string,
      string,
    ]
  >([
    ['a file changed', (repo) => writeFile(join(repo.path, 'src/a'), 'abcd'), {}, 'passed', 'passed'],
    ['a file came', (repo) => writeFile(join(repo.path, 'src/c'), ''), {}, 'passed', 'passed'],
    ['a variable it names changed', async () => {}, { env: { TARGET: 'es5' } }, 'passed', 'passed'],
    ['what it made is gone', (repo) => rm(join(repo.path, 'out/all')), {}, 'passed', 'cached'],
    ['what it made was changed', (repo) => writeFile(join(repo.path, 'out/all'), 'no'), {}, 'passed', 'cached'],
    ['an input that it speaks of changed', async () => {}, { inputs: ['mode=slow'] }, 'cached', 'passed'],
    ['its own file changed', (repo) => writeFile(join(repo.path, 'test.txt'), '2'), {}, 'cached', 'passed'],
    ['it was asked to begin anew', async () => {}, { isFresh: true }, 'passed', 'passed'],
  ])('is run again when %s', async (_, change, options, build, later) => {
    await using repo = await repository();
    await runWork(repo.path);
    await change(repo);
    expect((await runWork(repo.path, options)).statuses).toEqual({ build, test: later });
  });

  test('is never taken from the cache when it failed, or its entry is broken', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': pipelineFile("    steps: { a: { run: 'test -e ok', cache: { files: [x] } } }"),
    });
    expect((await runWork(repo.path)).statuses).toEqual({ a: 'failed' });
    await writeFile(join(repo.path, 'ok'), '');
    expect((await runWork(repo.path)).statuses).toEqual({ a: 'passed' });
    expect((await runWork(repo.path)).statuses).toEqual({ a: 'cached' });
    const folder = join(repo.path, '.git/cdev/pipelines/cache');
    for (const name of await readdir(folder)) await writeFile(join(folder, name), '{"time":');
    expect((await runWork(repo.path)).statuses).toEqual({ a: 'passed' });
  });
});

describe('planPipeline', () => {
  const plan = async (repo: TempRepo, options: Partial<RunPipelineOptions> = {}) =>
    planPipeline(await optionsFor(repo.path, options), testContext({ cwd: repo.path }));

  test('says what would run, as far as it can be known, and changes nothing', async () => {
    await using repo = await repository();
    const { steps, resumes } = await plan(repo);
    expect(resumes).toBeUndefined();
    expect(steps.map(({ instance, prospect }) => `${instance}: ${prospect}`)).toEqual([
      'build: run',
      'test: run-or-cached',
    ]);
    expect(steps[1]?.command).toContain('${{ needs.build.outputs.size }}');
    expect(await readdir(join(repo.path, '.git'))).not.toContain('cdev');
    await runWork(repo.path);
    const after = await plan(repo);
    expect(after.steps.map(({ prospect }) => prospect)).toEqual(['cached', 'cached']);
    expect(after.steps[1]?.command).toContain('test "3" -gt 0');
    expect((await plan(repo, { isFresh: true })).steps.map(({ prospect }) => prospect)).toEqual([
      'run',
      'run-or-cached',
    ]);
  });

  test('shows matrix, conditions, questions, what an interrupted run keeps, and wrong expressions', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': pipelineFile(`
    steps:
      a: { run: 'echo v=1 >> "$CDEV_OUTPUT"' }
      m: { matrix: { n: [1, 2] }, run: 'echo \${{ matrix.n }}' }
      off: { if: 'false', run: 'true' }
      behind: { needs: off, run: 'true' }
      ask: { needs: a, approval: 'With \${{ needs.a.outputs.v }}?', run: exit 75 }
      bad: { run: 'echo \${{ inputs.none }}' }
`),
    });
    const before = await plan(repo);
    expect(before.steps.map(({ instance, prospect }) => `${instance}: ${prospect}`)).toEqual([
      'a: run',
      'm (1): run',
      'm (2): run',
      'off: skipped',
      'behind: skipped',
      'ask: run',
      'bad: failed',
    ]);
    expect(before.steps[1]?.command).toBe('echo 1');
    expect(before.steps[5]?.approval).toBe('With ${{ needs.a.outputs.v }}?');
    await expect(runWork(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_APPROVAL_NEEDED' });
    const after = await plan(repo);
    expect(after.resumes).toBe('2026-01-01T00:00:00.000Z');
    expect(after.steps.map(({ prospect }) => prospect)).toEqual([
      'kept',
      'kept',
      'kept',
      'skipped',
      'skipped',
      'run',
      'failed',
    ]);
    expect(after.steps[5]?.approval).toBe('With 1?');
  });
});

describe('which run is gone on with', () => {
  const failing =
    "    inputs: { a: { required: true }, b: }\n    steps: { one: { run: 'echo x >> .git/ran' }, two: { run: '${{ inputs.b }}' } }";

  test('a failed one only when asked; inputs are those it had, and others begin anew', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': pipelineFile(failing) });
    await expect(runWork(repo.path, { isResumed: true, inputs: ['a=1'] })).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_NOTHING_TO_RESUME',
    });
    const first = await runWork(repo.path, { inputs: ['a=1', 'b=exit 1'] });
    expect(first.outcome).toBe('findings');
    const resumed = await runWork(repo.path, { isResumed: true });
    expect(resumed).toMatchObject({
      run: first.run,
      statuses: { one: 'kept', two: 'failed' },
      inputs: { a: '1', b: 'exit 1' },
    });
    const anew = await runWork(repo.path, { inputs: ['a=1', 'b=exit 1'] });
    expect(anew).toMatchObject({ statuses: { one: 'passed', two: 'failed' }, resumed: undefined });
    expect(anew.run).not.toBe(first.run);
    expect(await runWork(repo.path, { inputs: ['a=1', 'b=true'] })).toMatchObject({ outcome: 'ok' });
    await expect(runWork(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_INPUT_MISSING' });
  });

  test('refuses inputs that are none, and what cannot be written', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': pipelineFile(failing) });
    await expect(runWork(repo.path, { inputs: ['a'] })).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_INPUT_FORM' });
    await expect(runWork(repo.path, { inputs: ['c=1'] })).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_INPUT_UNKNOWN',
      steps: ['Its inputs are: a, b'],
    });
    await expect(runWork(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_INPUT_MISSING' });
    expect(await readdir(join(repo.path, '.git/cdev/pipelines/runs')).catch(() => [])).not.toContain('work');
    if (process.getuid?.() === 0) return;
    await chmod(join(repo.path, '.git'), 0o500);
    await expect(runWork(repo.path, { inputs: ['a=1'] })).rejects.toBeDefined();
    await chmod(join(repo.path, '.git'), 0o700);
  });

  test('the last twenty are kept', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': pipelineFile("    steps: { a: { if: 'false', run: x } }"),
    });
    for (let run = 0; run < 23; run += 1) await runWork(repo.path);
    const names = (await readdir(join(repo.path, '.git/cdev/pipelines/runs/work'))).sort();
    expect([names.length, names[0], names.at(-1)]).toEqual([20, '000004', '000023']);
  });
});
