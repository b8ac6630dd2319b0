import { cp, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { readJournal } from '../src/journal/journal.ts';
import { isGone, pipelineFile, runWork } from './pipeline-fixture.ts';

const body = `
    steps:
      first: { run: 'echo first >> .git/ran; echo v=1 >> "$CDEV_OUTPUT"' }
      pair: { needs: first, matrix: { n: [1, 2] }, run: 'echo pair \${{ matrix.n }} >> .git/ran; echo v=\${{ needs.first.outputs.v }}\${{ matrix.n }} >> "$CDEV_OUTPUT"' }
      lax: { needs: first, continue-on-error: true, run: 'echo lax >> .git/ran; exit 4' }
      read: { cache: { files: [data/**] }, run: 'echo read >> .git/ran; echo v=$(cat data/a) >> "$CDEV_OUTPUT"' }
      ship: { needs: [pair, lax, read], approval: true, run: 'echo ship \${{ needs.read.outputs.v }} >> .git/ran' }
`;
const files = { 'cdev.pipeline.yaml': pipelineFile(body), 'data/a': 'A' };
const journalOf = (repository: string): string =>
  join(repository, '.git/cdev/pipelines/runs/work/000001/journal.ndjson');
const ranIn = async (repository: string): Promise<string[]> =>
  (await readFile(join(repository, '.git/ran'), 'utf8').catch(() => '')).trim().split('\n');

/** The instances whose end is in the journal, with what each left in `.git/ran`. */
async function finishedIn(repository: string): Promise<string[]> {
  const lines = await readJournal(journalOf(repository));
  return lines.flatMap((line) => (line.type === 'step-ended' ? [line.instance.replace(/ \((\d)\)/, ' $1')] : []));
}

describe('a run that was killed', () => {
  test('before any line of its journal, whole or torn, comes to the same end and repeats no finished step', async () => {
    await using whole = await tempRepo(files);
    const straight = await runWork(whole.path, { yes: true, maxParallel: 2 });
    expect(straight.outcome).toBe('ok');
    const lines = (await readJournal(journalOf(whole.path))).length;
    // began, 6 × (began, ended), approved, ended; the cache asks the clock once more
    expect(lines).toBe(15);

    await using folder = await tempFolder({});
    const trial = async (line: number): Promise<void> => {
      const repository = join(folder.path, String(line));
      await using repo = await tempRepo(files);
      await cp(repo.path, repository, { recursive: true });
      const runner = fileURLToPath(new URL('killed-runner.ts', import.meta.url));
      const flags = ['--conditions=@cdev/source', '--no-warnings'];
      const { signal } = await execa(process.execPath, [...flags, runner, repository, String(line)], { reject: false });
      expect({ line, signal }).toEqual({ line, signal: 'SIGKILL' });
      const torn = join(folder.path, `${line} torn`);
      await cp(repository, torn, { recursive: true });
      await tear(journalOf(torn));
      for (const place of [repository, torn]) {
        const finished = await finishedIn(place);
        const before = await ranIn(place);
        const resumed = await runWork(place, { yes: true, maxParallel: 2 });
        expect({ line, place, end: endOf(resumed) }).toEqual({ line, place, end: endOf(straight) });
        const after = (await ranIn(place)).slice(before[0] === '' ? 0 : before.length);
        const repeated = finished.filter((name) => after.some((ran) => ran === name || ran.startsWith(`${name} `)));
        expect({ line, place, repeated }).toEqual({ line, place, repeated: [] });
      }
    };
    const all = Array.from({ length: lines + 1 }, (_, index) => index + 1);
    await Promise.all(
      [0, 1].map(async (half) => {
        for (const line of all.filter((one) => one % 2 === half)) await trial(line);
      }),
    );
  }, 180_000);

  test('runs again what its inputs no longer are: a changed file, command or step before', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': pipelineFile(body.replace("run: 'echo ship", "run: 'exit 75; echo ship")),
      'data/a': 'A',
    });
    const first = await runWork(repo.path, { yes: true });
    expect(first.outcome).toBe('pending');
    await writeFile(join(repo.path, 'data/a'), 'B');
    await writeFile(join(repo.path, 'cdev.pipeline.yaml'), pipelineFile(body.replace('echo first', 'echo First')));
    const second = await runWork(repo.path, { yes: true });
    expect(second.statuses).toEqual({
      first: 'passed',
      'pair (1)': 'passed',
      'pair (2)': 'passed',
      lax: 'failed',
      read: 'passed',
      ship: 'passed',
    });
    expect((await ranIn(repo.path)).at(-1)).toBe('ship B');
  });
});

describe('approval', () => {
  const asking = `
    steps:
      before: { run: 'echo before >> .git/ran' }
      ship: { needs: before, approval: 'Ship \${{ needs.before.result }}?', run: 'echo ship >> .git/ran' }
      after: { needs: ship, run: 'true' }
`;

  test('is refused plainly where nobody can be asked, and what is done stays done', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': pipelineFile(asking) });
    await expect(runWork(repo.path)).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_APPROVAL_NEEDED',
      message: 'ship wants approval: Ship success?',
      kind: 'usage',
    });
    await expect(runWork(repo.path, { answers: ['n'] })).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
    const approved = await runWork(repo.path, { approve: ['ship'] });
    expect(approved.statuses).toEqual({ before: 'kept', ship: 'passed', after: 'passed' });
    expect(await ranIn(repo.path)).toEqual(['before', 'ship']);
  });

  test('given at a terminal holds for the run, but not for another command', async () => {
    await using repo = await tempRepo({ 'cdev.pipeline.yaml': pipelineFile(asking.replace("'true'", "'exit 75'")) });
    expect((await runWork(repo.path, { answers: ['y'] })).outcome).toBe('pending');
    expect((await runWork(repo.path)).statuses).toMatchObject({ ship: 'kept', after: 'pending' });
    await writeFile(join(repo.path, 'cdev.pipeline.yaml'), pipelineFile(asking.replace('echo ship', 'echo other')));
    await expect(runWork(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_PIPELINE_APPROVAL_NEEDED' });
    await expect(runWork(repo.path, { approve: ['before'] })).rejects.toMatchObject({
      code: 'CDEV_E_PIPELINE_STEP_UNKNOWN',
    });
  });
});

describe('an interruption', () => {
  test('ends the groups of all steps, and the next run goes on', async () => {
    await using repo = await tempRepo({
      'cdev.pipeline.yaml': pipelineFile(`
    steps:
      done: { run: 'echo done >> .git/ran' }
      long: { needs: done, run: 'test -e .git/again && exit 0; touch .git/again; sleep 600 & echo $! > .git/child; wait' }
`),
    });
    const controller = new AbortController();
    const running = runWork(repo.path, { signal: controller.signal });
    while ((await readFile(join(repo.path, '.git/child'), 'utf8').catch(() => '')).trim() === '')
      await new Promise((done) => setTimeout(done, 10));
    controller.abort('SIGINT');
    await expect(running).rejects.toBeDefined();
    expect(await isGone(Number(await readFile(join(repo.path, '.git/child'), 'utf8')))).toBe(true);
    expect((await runWork(repo.path)).statuses).toEqual({ done: 'kept', long: 'passed' });
    expect(await ranIn(repo.path)).toEqual(['done']);
  });
});

function endOf({ outcome, steps }: Awaited<ReturnType<typeof runWork>>) {
  return { outcome, steps: steps.map(({ instance, outputs, isTolerated }) => ({ instance, outputs, isTolerated })) };
}

/** Cuts the last line in half, as a kill in the middle of a write does. */
async function tear(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  if (text !== '') await truncate(file, Buffer.byteLength(text) - 1 - Math.floor(Buffer.byteLength(last) / 2));
}
