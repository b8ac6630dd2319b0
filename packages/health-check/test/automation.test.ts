import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseWorkflow } from '@cdev/github-workflow';
import { runBin, tempFolder, testContext } from '@cdev/test-kit';
import { badge } from '../src/automation/badge.ts';
import { writeBadge } from '../src/automation/write-badge.ts';
import { writeWorkflow } from '../src/automation/write-workflow.ts';
import { scriptWorkspace } from './workspace.ts';

const options = {
  scripts: [],
  file: '.github/workflows/script-health.yml',
  node: ['22', '24'],
  schedule: '0 4 * * *',
  isDryRun: false,
};

test('the workflow is one that GitHub reads, and is not replaced unasked', async () => {
  await using place = await scriptWorkspace({ one: {}, two: {} });
  const context = testContext({ cwd: place.path, script: { name: 'cdev-health-check', version: '3.2.1' } });
  const planned = await writeWorkflow({ ...options, isDryRun: true }, context);
  expect(planned.result.outcome).toBe('planned');
  const { result } = await writeWorkflow(options, context);
  const text = readFileSync(join(place.path, options.file), 'utf8');
  expect(result).toMatchObject({ outcome: 'written', text });
  expect(text).toContain(
    '--package @cdev/health-check@3.2.1 -- cdev-health-check --installed @cdev/one @cdev/two --node 22,24',
  );
  const parsed = parseWorkflow(text, { root: place.path, path: options.file });
  expect([...parsed.jobs.keys()]).toEqual(['health']);
  expect((await writeWorkflow(options, context)).result.outcome).toBe('unchanged');
  await expect(writeWorkflow({ ...options, node: [] }, context)).rejects.toMatchObject({
    code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
  });
  expect(readFileSync(join(place.path, options.file), 'utf8')).toBe(text);
});

test('a badge counts scripts by the worst that any Node made of them', () => {
  const tried = (script: string, node: string, state: 'healthy' | 'broken') => ({
    script,
    node,
    state,
    version: '1.0.0',
    duration: 1,
  });
  const well = [tried('one', '22.1.0', 'healthy'), tried('one', '24.1.0', 'healthy')];
  expect(badge({ scripts: well })).toContain('>1 healthy<');
  expect(badge({ scripts: [...well, tried('two', '22.1.0', 'broken'), tried('two', '24.1.0', 'healthy')] })).toContain(
    '>1 of 2 broken<',
  );
});

test('no badge is made of nothing', async () => {
  await using place = await tempFolder();
  const context = testContext({ cwd: place.path, home: place.path });
  await expect(writeBadge({ file: 'b.svg', history: undefined, isDryRun: false }, context)).rejects.toMatchObject({
    code: 'CDEV_E_HEALTH_CHECK_NEVER_RUN',
  });
});

test('the bin checks, remembers and draws', async () => {
  await using place = await scriptWorkspace({ one: { version: '2.0.0' } });
  const first = await runBin('health-check', ['--json', '--history', 'h.ndjson'], { cwd: place.path });
  expect(first.exitCode).toBe(1);
  expect(first.document()).toMatchObject({
    status: 'findings',
    data: { scripts: [{ script: 'one', state: 'broken' }] },
  });
  const drawn = await runBin('health-check', ['badge', 'b.svg', '--history', 'h.ndjson'], { cwd: place.path });
  expect(drawn.exitCode).toBe(0);
  expect(readFileSync(join(place.path, 'b.svg'), 'utf8')).toContain('1 of 1 broken');
});
