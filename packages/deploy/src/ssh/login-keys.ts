import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import type { Context } from '@cdev/core/cli';
import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import type { DeployHost } from '../configuration/configuration.ts';

export interface LoginKeys {
  readonly username: string;
  /** What is offered, in this order. */
  readonly methods: readonly AnyAuthMethod[];
  /** Keys that are not offered: files with a passphrase. Nobody is asked for one. */
  readonly locked: readonly string[];
}

/** As ssh(1) has them without a configuration. */
const defaultKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** The keys that a host is offered: the one that the deploy file names, or those of the agent and the account's own. */
export async function loginKeys(
  { user, identityFile }: DeployHost,
  parse: (data: Buffer) => ParsedKey | ParsedKey[] | Error,
  { env }: Pick<Context, 'env'>,
): Promise<LoginKeys> {
  const username = user ?? userInfo().username;
  const folder = join(env['HOME'] ?? homedir(), '.ssh');
  const files = identityFile === undefined ? defaultKeys.map((name) => join(folder, name)) : [identityFile];
  const agent = identityFile === undefined ? agentOf(env) : undefined;
  const locked: string[] = [];
  const methods: AnyAuthMethod[] = agent === undefined ? [] : [{ type: 'agent', username, agent }];
  for (const file of files) {
    const key = await readFile(file).catch(() => undefined);
    if (key === undefined) continue;
    const parsed = parse(key);
    if (!(parsed instanceof Error)) methods.push({ type: 'publickey', username, key });
    else if (/passphrase/i.test(parsed.message)) locked.push(file);
  }
  return { username, methods, locked };
}

function agentOf(env: Context['env']): string | undefined {
  return env['SSH_AUTH_SOCK'] ?? (platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : undefined);
}
