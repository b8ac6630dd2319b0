export type System = 'linux' | 'macos' | 'windows';

export interface Machine {
  readonly system: System;
  /** As `runner.arch` has it. */
  readonly arch: string;
}

export function thisMachine(platform: NodeJS.Platform, arch: string): Machine {
  const system = platform === 'win32' ? 'windows' : platform === 'darwin' ? 'macos' : 'linux';
  return { system, arch: { x64: 'X64', arm64: 'ARM64', ia32: 'X86', arm: 'ARM' }[arch] ?? arch.toUpperCase() };
}

export interface RunnerJudgement {
  /** Why the job cannot run here. */
  readonly refusal?: string;
  readonly notes: readonly string[];
}

/** Whether this machine is of the kind that `runs-on` asks for. A name that says nothing is taken for this one, with a note. */
export function judgeRunner(runsOn: unknown, machine: Machine): RunnerJudgement {
  const labels = labelsOf(runsOn);
  const asked = labels.map(systemOf).find((system) => system !== undefined);
  if (asked !== undefined && asked !== machine.system)
    return { refusal: `it runs on ${labels.join(', ')}, and this is ${systemNames[machine.system]}`, notes: [] };
  const notes: string[] = [];
  if (asked === undefined) notes.push(`runner ${labels.join(', ') || '(unnamed)'} is taken for this machine`);
  const isArm = labels.some((label) => /(^|[-_.])(arm|arm64|aarch64)($|[-_.])/i.test(label));
  if (isArm !== machine.arch.startsWith('ARM') && (isArm || machine.system !== 'macos'))
    notes.push(`the runner is ${isArm ? 'ARM64' : 'X64'}, and this machine ${machine.arch}`);
  return { notes };
}

export const systemNames: Readonly<Record<System, string>> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' };

function labelsOf(runsOn: unknown): readonly string[] {
  if (typeof runsOn === 'string') return [runsOn];
  if (Array.isArray(runsOn)) return runsOn.map(String);
  if (typeof runsOn !== 'object' || runsOn === null) return [];
  const { labels, group } = runsOn as { labels?: unknown; group?: unknown };
  const named = labelsOf(labels);
  return named.length > 0 || typeof group !== 'string' ? named : [group];
}

function systemOf(label: string): System | undefined {
  if (/ubuntu|linux|debian|alpine/i.test(label)) return 'linux';
  if (/macos|darwin|(^|-)mac(-|$)/i.test(label)) return 'macos';
  return /windows|(^|-)win(-|$)/i.test(label) ? 'windows' : undefined;
}
