import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { readConfiguration } from './configuration/find-configuration.ts';
import { counted } from './counted.ts';
import { loadSsh2 } from './ssh/load-ssh2.ts';
import { withoutOpenssh } from './ssh/transport.ts';
import { rsyncVersion } from './rollout/rsync-version.ts';

/** Proves what the script needs here: OpenSSH, a deploy file without faults, and rsync for small uploads. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return Promise.all([sshCheck(context), fileCheck(context), rsyncCheck(context)]);
}

async function sshCheck({ cwd, env, signal }: Context): Promise<CheckResult> {
  try {
    const detail = await requireTool('ssh', {
      cwd,
      env,
      signal,
      versionArgs: ['-V'],
      hint: 'Install the OpenSSH client',
    });
    return process.platform === 'win32'
      ? {
          title: 'ssh',
          status: 'failed',
          detail: 'OpenSSH of Windows cannot share a connection',
          fix: 'deploy from Linux, macOS or WSL',
        }
      : { title: 'ssh', status: 'ok', detail };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return libraryCheck(error);
  }
}

/** What is used where OpenSSH is missing. */
async function libraryCheck(missing: CdevError): Promise<CheckResult> {
  try {
    await loadSsh2();
    return { title: 'ssh', status: 'warning', detail: withoutOpenssh, fix: missing.steps[0] };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title: 'ssh', status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}

async function fileCheck(context: Context): Promise<CheckResult> {
  const title = 'deploy file';
  const path = join(context.cwd, 'cdev.deploy.yaml');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere)
    return {
      title,
      status: 'not-run',
      detail: 'there is no cdev.deploy.yaml here',
      fix: 'write one where you deploy from',
    };
  try {
    const { environments } = await readConfiguration({}, context);
    return { title, status: 'ok', detail: counted(environments.length, 'environment') };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}

async function rsyncCheck(context: Context): Promise<CheckResult> {
  const title = 'rsync';
  const version = await rsyncVersion(context);
  if (version === undefined)
    return {
      title,
      status: 'warning',
      detail: 'not installed: every upload sends all files',
      fix: 'install rsync here and on the hosts',
    };
  return { title, status: 'ok', detail: version };
}
