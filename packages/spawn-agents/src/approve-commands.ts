import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { withLock, writeFileAtomic } from '@cdev/git';
import type { SpawnRun } from './open-run.ts';
import type { SpawnOptions } from './spawn-options.ts';

type Approvals = Readonly<Record<string, { readonly command: string; readonly repository: string }>>;

/**
 * Asks about commands that the repository's configuration file brings along, once for each text: a changed one is asked about again.
 * What was typed, or stands in the environment, is the user's own.
 * @throws CDEV_E_CLI_CONFIRMATION_NEEDED, CDEV_E_CLI_DECLINED
 */
export async function approveCommands(run: SpawnRun, options: SpawnOptions, context: Context): Promise<void> {
  const { configured, home, prompt } = context;
  const { commonDir } = run.repository;
  const given = [
    { name: 'setup', command: options.setup },
    { name: 'ready', command: options.ready },
    { name: 'command', command: options.command },
    ...Object.entries(options.hooks ?? {}).map(([event, command]) => ({ name: `on-${event}`, command })),
    { name: 'agent-args', command: options.agentArguments.join(' ') || undefined },
  ].flatMap(({ name, command }) => (command !== undefined && configured?.has(name) ? [{ name, command }] : []));
  if (given.length === 0) return;
  const file = join(home, 'approved-commands.json');
  const known = await readApprovals(file);
  const added: Record<string, Approvals[string]> = {};
  for (const { name, command } of given) {
    const key = createHash('sha256').update(`${commonDir}\0${name}\0${command}`).digest('hex');
    if (key in known) continue;
    const shown = stripControl(command);
    await prompt.confirm(`The configuration of this repository brings a command, ${name}:\n\n    ${shown}\n\nRun it?`);
    // A "yes" to everything is for this time alone.
    if (prompt.isInteractive) added[key] = { command, repository: commonDir };
  }
  if (Object.keys(added).length > 0) await keep(file, added);
}

async function keep(file: string, added: Approvals): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await withLock(`${file}.lock`, { what: 'the approved commands' }, async () => {
    const approvals = { ...(await readApprovals(file)), ...added };
    await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, approvals }, null, 2)}\n`);
  });
}

/** One that cannot be read approves nothing. */
async function readApprovals(file: string): Promise<Approvals> {
  try {
    const { approvals } = JSON.parse(await readFile(file, 'utf8')) as { approvals?: unknown };
    return typeof approvals === 'object' && approvals !== null ? (approvals as Approvals) : {};
  } catch {
    return {};
  }
}
