import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { delayBefore } from '../src/run/run-instance.ts';
import { createSlots } from '../src/run/slots.ts';
import { isGone, pipelineFile, runWork } from './pipeline-fixture.ts';

const repoWith = (body: string, files: Record<string, string> = {}) =>
  tempRepo({ 'cdev.pipeline.yaml': pipelineFile(body), ...files });
const linesOf = async (file: string): Promise<string[]> => (await readFile(file, 'utf8')).trim().split('\n');

describe('runPipeline', () => {
  test('passes outputs, inputs and environment on, and runs combinations of a matrix', async () => {
    await using repo = await repoWith(
      `
    inputs: { who: { default: Ada } }
    env: { GREETING: 'Hello \${{ inputs.who }}' }
    steps:
      version:
        run: |
          echo "number=1.2" >> "$CDEV_OUTPUT"
          printf 'notes<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
      test:
        needs: version
        matrix: { on: [linux, mac], exclude: [{ on: mac }], include: [{ on: windows, extra: yes }] }
        env: { ON: '\${{ matrix.on }}' }
        run: echo "said=$GREETING \${{ needs.version.outputs.number }} $ON \${{ env.ON }} $CDEV_STEP" >> "$CDEV_OUTPUT"
      end:
        needs: [version, test]
        working-directory: sub folder
        run: |
          test "\${{ needs.version.outputs.notes }}" = "one
          two"
          echo "said=\${{ needs.test.outputs.said }} \${{ needs.test.result }}" >> "$CDEV_OUTPUT"
`,
      { 'sub folder/x': '' },
    );
    const { outcome, statuses, outputs } = await runWork(repo.path, { inputs: ['who=Bob'] });
    expect(statuses).toEqual({
      version: 'passed',
      'test (linux)': 'passed',
      'test (windows, yes)': 'passed',
      end: 'passed',
    });
    expect(outputs['test (linux)']).toEqual({ said: 'Hello Bob 1.2 linux linux test' });
    expect(outputs['end']).toEqual({ said: 'Hello Bob 1.2 windows windows test success' });
    expect(outcome).toBe('ok');
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('goes on with what does not need a step that failed, and asks conditions', async () => {
    await using repo = await repoWith(`
    steps:
      bad: { run: 'echo why >&2; exit 3' }
      after: { needs: bad, run: echo }
      later: { needs: after, run: echo }
      mourner: { needs: after, if: failure(), run: 'true' }
      always: { needs: bad, if: "always() && needs.bad.result == 'failure'", run: 'true' }
      tolerated: { run: exit 9, continue-on-error: true }
      glad: { needs: tolerated, run: 'true' }
      never: { if: "inputs.x == 'y'", run: 'true' }
    inputs: { x: }
`);
    const { outcome, statuses, steps } = await runWork(repo.path);
    expect(statuses).toEqual({
      bad: 'failed',
      after: 'skipped',
      later: 'skipped',
      mourner: 'passed',
      always: 'passed',
      tolerated: 'failed',
      glad: 'passed',
      never: 'skipped',
    });
    expect(outcome).toBe('findings');
    expect(steps[0]).toMatchObject({ exitCode: 3, reason: 'exit code 3', tail: ['why'] });
    expect(await readFile(steps[0]?.log ?? '', 'utf8')).toBe('why\n');
    expect(steps.find(({ step }) => step === 'tolerated')).toMatchObject({ isTolerated: true });
    expect(steps.find(({ step }) => step === 'never')?.reason).toBe('its condition does not hold');
  });

  test('tries again as often as it is told, and ends what takes too long with all it started', async () => {
    await using repo = await repoWith(`
    steps:
      flaky:
        retry: { attempts: 4, delay-seconds: 0.01 }
        run: echo x >> .git/tries; test $(wc -l < .git/tries) -ge 3
      hopeless: { retry: { attempts: 2, delay-seconds: 0 }, run: exit 1 }
      slow: { timeout-minutes: 0.1, run: 'sleep 600 & echo $! > .git/child; wait' }
`);
    const { statuses, steps } = await runWork(repo.path);
    expect(statuses).toEqual({ flaky: 'passed', hopeless: 'failed', slow: 'timed-out' });
    expect(steps.map(({ attempts }) => attempts)).toEqual([3, 2, 1]);
    expect(steps[2]?.reason).toBe('it took longer than 6 s');
    const child = Number(await readFile(join(repo.path, '.git/child'), 'utf8'));
    expect(await isGone(child)).toBe(true);
    expect([2, 3, 4, 99].map((attempt) => delayBefore(attempt, { attempts: 9, delay: 1000, factor: 2 }))).toEqual([
      1000, 2000, 4000, 3_600_000,
    ]);
  });

  test('one failed combination ends the others, unless fail-fast is off', async () => {
    const body = (more: string): string => `
    max-parallel: 3
    steps:
      test:
        matrix: { n: [1, 2, 3, 4] }
        ${more}
        run: if [ \${{ matrix.n }} = 1 ]; then while [ ! -e .git/two ]; do sleep 0.02; done; exit 1; fi; touch .git/two; \${{ matrix.n != 4 && 'sleep 600' || 'true' }}
`;
    await using repo = await repoWith(body('fail-fast: true'));
    const { statuses, outcome } = await runWork(repo.path);
    expect(statuses).toEqual({
      'test (1)': 'failed',
      'test (2)': 'cancelled',
      'test (3)': 'cancelled',
      'test (4)': 'cancelled',
    });
    expect(outcome).toBe('findings');
    await writeFile(
      join(repo.path, 'cdev.pipeline.yaml'),
      pipelineFile(body('fail-fast: false').replace('sleep 600', 'true')),
    );
    expect((await runWork(repo.path)).statuses).toEqual({
      'test (1)': 'failed',
      'test (2)': 'passed',
      'test (3)': 'passed',
      'test (4)': 'passed',
    });
  });

  test('runs a script of the house, and takes outputs from its document by JSON pointers', async () => {
    await using repo = await repoWith(
      `
    inputs: { nothing: }
    steps:
      issue:
        script: cache-linear-issue
        args: [issue.md, '\${{ inputs.nothing }}']
        outputs: { id: /data/issues/0/id, all: /data/issues }
      none: { needs: issue, script: cache-linear-issue, args: [issue.md], outputs: { id: /data/no~1thing } }
      missing: { script: no-such-script }
      wrong: { script: cache-linear-issue, args: [--no-such-option] }
`,
      { 'issue.md': '---\nid: DEMO-7\ntitle: Two things\n---\n\nText.\n' },
    );
    const { statuses, outputs, steps } = await runWork(repo.path);
    expect(steps[0]).toMatchObject({ status: 'passed' });
    expect(outputs['issue']?.['id']).toBe('DEMO-7');
    expect(JSON.parse(outputs['issue']?.['all'] ?? '')).toHaveLength(1);
    expect(statuses).toMatchObject({ none: 'failed', missing: 'failed', wrong: 'failed' });
    expect(steps[1]?.reason).toBe('its document has nothing at /data/no~1thing for the output id');
    expect(steps[2]?.reason).toContain('@cdev/no-such-script is not installed');
    expect(steps[3]?.tail?.join('\n')).toContain('CDEV_E_CLI_USAGE');
  });

  test('says of a wrong expression what is wrong, as a failure of its step alone', async () => {
    await using repo = await repoWith(`
    steps:
      first: { run: 'true' }
      stranger: { run: 'echo \${{ needs.first.outputs.x }}' }
      input: { run: 'echo \${{ inputs.nobody }}' }
      matrix: { matrix: { a: 7 }, run: 'true' }
      question: { approval: '\${{ needs.first.result }}?', run: 'true' }
      empty: { matrix: { a: [] }, run: 'true' }
      unnamed: { run: 'echo nonsense >> "$CDEV_OUTPUT"' }
`);
    const { steps } = await runWork(repo.path, { yes: true });
    expect(steps.map(({ status, reason }) => `${status}: ${reason}`)).toEqual([
      'passed: undefined',
      'failed: ${{ needs.first.outputs.x }}: there is no step among the needs of stranger that is called first',
      'failed: ${{ inputs.nobody }}: there is no input nobody',
      'failed: matrix.a is no list',
      'failed: ${{ needs.first.result }}: there is no step among the needs of question that is called first',
      'skipped: its matrix is empty',
      'failed: CDEV_OUTPUT: nonsense is not of the form NAME=value',
    ]);
  });

  test('an answer that is not there yet is pending, holds back what needs it, and is asked for again', async () => {
    await using repo = await repoWith(`
    steps:
      before: { run: 'echo x >> .git/before' }
      wait: { needs: before, run: 'test -e .git/here || exit 75' }
      after: { needs: wait, run: 'true' }
`);
    const first = await runWork(repo.path);
    expect(first).toMatchObject({
      outcome: 'pending',
      statuses: { before: 'passed', wait: 'pending', after: 'skipped' },
    });
    await repo.git('update-index', '--refresh');
    await writeFile(join(repo.path, '.git/here'), '');
    const second = await runWork(repo.path);
    expect(second).toMatchObject({
      outcome: 'ok',
      run: first.run,
      statuses: { before: 'kept', wait: 'passed', after: 'passed' },
    });
    expect(await linesOf(join(repo.path, '.git/before'))).toEqual(['x']);
  });

  test('keeps its runs in the home folder where there is no repository, and holds a second run off', async () => {
    await using folder = await tempFolder({
      'cdev.pipeline.yaml': pipelineFile(
        "    steps: { a: { run: 'touch began; while [ ! -e go ]; do sleep 0.02; done' } }",
      ),
    });
    const home = join(folder.path, 'home');
    const first = runWork(folder.path, { home });
    while (!(await readFile(join(folder.path, 'began')).catch(() => undefined)))
      await new Promise((done) => setTimeout(done, 10));
    await expect(runWork(folder.path, { home })).rejects.toMatchObject({ code: 'CDEV_E_GIT_LOCK_HELD' });
    await writeFile(join(folder.path, 'go'), '');
    expect((await first).folder).toContain(join(home, 'pipelines'));
  });
});

describe('createSlots', () => {
  test('lets so many in at once, and one alone when nothing else runs', async () => {
    const slots = createSlots(2);
    let running = 0;
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      seen.push((running += 1));
      await new Promise((done) => setImmediate(done));
      running -= 1;
    };
    const alone = async (): Promise<void> => {
      await work();
      expect(running).toBe(0);
    };
    await Promise.all([slots.use(work), slots.use(work), slots.use(work), slots.useAlone(alone), slots.use(work)]);
    expect(Math.max(...seen)).toBe(2);
    expect(seen.at(-2)).toBe(1);
    await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await slots.useAlone(work);
  });
});
