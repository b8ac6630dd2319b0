import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { Patience } from './http/send.ts';
import { openStore } from './store.ts';

/** Proves what the script needs here: a cache that can be written, and services that answer and know the keys there are. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const { signal, clock } = context;
  const patience: Patience = { timeLimit: 10_000, maxWait: 0, signal, clock, onWait: () => {} };
  return Promise.all([cacheCheck(context), linearCheck(context, patience), githubCheck(context, patience)]);
}

async function cacheCheck(context: Context): Promise<CheckResult> {
  return check('cache', async () => {
    const { folder } = await openStore(context);
    const probe = join(folder, `.health-${randomUUID()}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(probe, '');
      await rm(probe);
      return folder;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { failed: `${folder} cannot be written (${code})`, fix: 'Check your rights on that folder' };
    }
  });
}

async function linearCheck({ env }: Context, patience: Patience): Promise<CheckResult> {
  const title = 'Linear';
  if ((env['LINEAR_API_KEY'] ?? '') === '')
    return {
      title,
      status: 'not-run',
      detail: 'LINEAR_API_KEY is not set',
      fix: 'set LINEAR_API_KEY if you use Linear',
    };
  return check(title, async () => {
    const { linearClient } = await import('./linear/linear-client.ts');
    const { viewerQuery } = await import('./linear/linear-queries.ts');
    await linearClient(env, patience)(viewerQuery);
    return 'answers and knows the key';
  });
}

async function githubCheck({ env }: Context, patience: Patience): Promise<CheckResult> {
  return check('GitHub', async () => {
    const { askGithub } = await import('./github/ask-github.ts');
    const { githubAccess, openGithub } = await import('@cdev/github-api');
    const access = githubAccess(env);
    if (access.token === undefined)
      return { notRun: 'GITHUB_TOKEN is not set', fix: 'set GITHUB_TOKEN for private repositories and more requests' };
    await askGithub(openGithub(access, patience), { path: '/rate_limit' });
    return 'answers and knows the token';
  });
}

type Finding =
  | string
  | { readonly failed: string; readonly fix: string }
  | { readonly notRun: string; readonly fix: string };

/** A check whose coded errors are its findings. */
async function check(title: string, look: () => Promise<Finding>): Promise<CheckResult> {
  try {
    const finding = await look();
    if (typeof finding === 'string') return { title, status: 'ok', detail: finding };
    return 'failed' in finding
      ? { title, status: 'failed', detail: finding.failed, fix: finding.fix }
      : { title, status: 'not-run', detail: finding.notRun, fix: finding.fix };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}
