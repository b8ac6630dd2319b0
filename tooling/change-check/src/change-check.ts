// pnpm check:change [--base <revision>] [--head <revision>] [--pull-request <number> --repository <owner/name>]
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createStyle } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { githubAccess, openGithub } from '@cdev/github-api';
import { findingsText } from '@cdev/repo-check';
import { checkChange } from './check-change.ts';
import { readPullRequest, type PullRequest } from './pull-request.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');
const style = createStyle(process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);
const { values } = parseArgs({
  options: {
    base: { type: 'string', default: 'origin/main' },
    head: { type: 'string', default: 'HEAD' },
    'pull-request': { type: 'string' },
    repository: { type: 'string', default: process.env['GITHUB_REPOSITORY'] ?? '' },
  },
});

async function pullRequest(): Promise<PullRequest | { notRun: string }> {
  const number = values['pull-request'];
  if (number === undefined) return { notRun: 'no pull request was named' };
  if (!/^\d+$/.test(number) || !/^[\w.-]+\/[\w.-]+$/.test(values.repository))
    throw new Error('--pull-request takes a number, with --repository <owner/name>');
  const github = openGithub(githubAccess(process.env), {
    signal: AbortSignal.timeout(300_000),
    maxWait: 120_000,
    clock: () => new Date(),
    onWait: (text) => void process.stderr.write(`${text}\n`),
  });
  return readPullRequest(github, values.repository, Number(number));
}

try {
  const verdicts = await checkChange(root, { ...values, pull: await pullRequest() });
  process.stdout.write(
    findingsText(
      verdicts.flatMap(({ findings }) => findings),
      style,
    ),
  );
  for (const { law, says, findings, notRun } of verdicts) {
    const sign = notRun !== undefined ? style.quiet('-') : findings.length === 0 ? style.good('✓') : style.bad('✗');
    process.stdout.write(`${sign} ${law}  ${notRun === undefined ? says : `not run: ${notRun}`}\n`);
  }
  process.exitCode = verdicts.some(({ findings }) => findings.length > 0) ? 1 : 0;
} catch (error) {
  const steps = isCdevError(error) ? error.steps.map((step) => `\n  → ${step}`).join('') : '';
  process.stderr.write(`${style.bad('✗')} ${(error as Error).message}${steps}\n`);
  process.exitCode = 1;
}
