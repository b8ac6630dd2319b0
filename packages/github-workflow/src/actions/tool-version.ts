import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import type { StandIn, StandInCall, StandInOutcome } from './stand-in.ts';
import { satisfiesVersion } from './satisfies-version.ts';

interface Tool {
  readonly title: string;
  /** Programs that may be it; the first that is there. */
  readonly programs: readonly string[];
  readonly versionArgs: readonly string[];
  readonly versionInput: string;
  readonly fileInput?: string;
  /** Of package.json: `packageManager` names this tool. */
  readonly isPackageManager?: boolean;
  readonly outputs: (version: string) => Readonly<Record<string, string>>;
}

const tools: Readonly<Record<string, Tool>> = {
  'actions/setup-node': {
    title: 'Node',
    programs: ['node'],
    versionArgs: ['--version'],
    versionInput: 'node-version',
    fileInput: 'node-version-file',
    outputs: (version) => ({ 'node-version': `v${version}`, 'cache-hit': 'false' }),
  },
  'actions/setup-python': {
    title: 'Python',
    programs: ['python', 'python3'],
    versionArgs: ['--version'],
    versionInput: 'python-version',
    fileInput: 'python-version-file',
    outputs: (version) => ({ 'python-version': version, 'cache-hit': 'false' }),
  },
  'actions/setup-go': {
    title: 'Go',
    programs: ['go'],
    versionArgs: ['version'],
    versionInput: 'go-version',
    fileInput: 'go-version-file',
    outputs: (version) => ({ 'go-version': version, 'cache-hit': 'false' }),
  },
  'pnpm/action-setup': {
    title: 'pnpm',
    programs: ['pnpm'],
    versionArgs: ['--version'],
    versionInput: 'version',
    isPackageManager: true,
    outputs: () => ({}),
  },
  'oven-sh/setup-bun': {
    title: 'Bun',
    programs: ['bun'],
    versionArgs: ['--version'],
    versionInput: 'bun-version',
    fileInput: 'bun-version-file',
    outputs: (version) => ({ 'bun-version': version, 'cache-hit': 'false' }),
  },
  'denoland/setup-deno': {
    title: 'Deno',
    programs: ['deno'],
    versionArgs: ['--version'],
    versionInput: 'deno-version',
    fileInput: 'deno-version-file',
    outputs: (version) => ({ 'deno-version': version }),
  },
};

/** Setup actions: what is installed here is looked at, nothing is installed. */
export const toolStandIns: readonly (readonly [string, StandIn])[] = Object.entries(tools).map(([name, tool]) => [
  name,
  { detail: `the ${tool.title} that is installed here`, run: (call) => checkTool(tool, call) },
]);

async function checkTool(tool: Tool, call: StandInCall): Promise<StandInOutcome> {
  const version = await installedVersion(tool, call);
  const wanted = await wantedVersion(tool, call);
  if (typeof wanted !== 'string') return wanted;
  if (version === undefined)
    return { status: 'not-run', reason: `${tool.title} is not installed here`, stopsJob: true };
  const registry = call.inputs['registry-url'] ?? '';
  const notes = registry === '' ? [] : [`the registry ${registry} was not set up`];
  const outputs = tool.outputs(version);
  call.say(`${tool.title} ${version} is here`);
  if (satisfiesVersion(version, wanted)) return { status: 'passed', outputs, notes };
  const difference = `it wants ${tool.title} ${wanted}, and ${version} is here`;
  return call.options.otherVersions === 'run'
    ? { status: 'passed', outputs, notes: [...notes, difference] }
    : { status: 'not-run', reason: difference, stopsJob: true };
}

async function installedVersion(tool: Tool, { env, workspace, signal }: StandInCall): Promise<string | undefined> {
  for (const program of tool.programs) {
    try {
      const options = {
        cwd: workspace,
        env,
        isolatedEnv: true,
        signal,
        timeLimit: 20_000,
        allowFailure: true,
      } as const;
      const { stdout, ok } = await run(program, tool.versionArgs, options);
      const version = /\d+\.\d+(?:\.\d+)?[\w.+-]*/.exec(stdout)?.[0];
      if (ok && version !== undefined) return version;
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw error;
    }
  }
  return undefined;
}

/** '' for any. */
async function wantedVersion(tool: Tool, { inputs, workspace }: StandInCall): Promise<string | StandInOutcome> {
  const given = inputs[tool.versionInput] ?? '';
  if (given !== '') return given.trim();
  const file = tool.fileInput === undefined ? '' : (inputs[tool.fileInput] ?? '');
  if (file !== '') {
    const content = await readFile(join(workspace, file), 'utf8').catch(() => undefined);
    if (content === undefined) return { status: 'failed', reason: `there is no ${file}` };
    return versionInFile(tool, file, content);
  }
  if (tool.isPackageManager !== true) return '';
  const manifest = await readFile(join(workspace, 'package.json'), 'utf8').catch(() => '{}');
  const { packageManager } = asRecord(manifest);
  const [name, version = ''] = typeof packageManager === 'string' ? packageManager.split('@') : [];
  // The newest patch of the same major is close enough to tell a broken build from a sound one.
  return name === tool.programs[0] ? (/^\d+/.exec(version)?.[0] ?? '') : '';
}

function versionInFile(tool: Tool, file: string, content: string): string {
  if (basename(file) === 'package.json') {
    const { engines, volta } = asRecord(content) as {
      engines?: Record<string, string>;
      volta?: Record<string, string>;
    };
    const name = tool.programs[0] ?? '';
    return volta?.[name] ?? engines?.[name] ?? '';
  }
  if (basename(file) === '.tool-versions') {
    const names = new Set([tool.title.toLowerCase(), `${tool.title.toLowerCase()}js`]);
    return (
      content
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .find(([name]) => names.has(name ?? ''))?.[1] ?? ''
    );
  }
  if (basename(file) === 'go.mod') return /^go (\S+)/m.exec(content)?.[1] ?? '';
  return (
    content
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('#')) ?? ''
  );
}

function asRecord(json: string): Record<string, unknown> {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
