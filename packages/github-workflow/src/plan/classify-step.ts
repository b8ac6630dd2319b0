import { standIns } from '../actions/stand-ins.ts';
import { summaryLine } from './summary-line.ts';
import { findDeed, type Deed, type FindScript } from './find-deed.ts';
import { systemNames, type Machine } from './runner-system.ts';
import type { PlanOptions } from './workflow-plan.ts';
import type { StepSource } from '../source/workflow-source.ts';

/** What a step is, as far as its text says. */
export type StepKind =
  | { readonly by: 'script'; readonly shell: string | undefined; readonly detail: string }
  | { readonly by: 'stand-in'; readonly action: string; readonly detail: string }
  | {
      readonly by: 'local';
      readonly path: string;
      /** The files that are checked out, or the repository that the workflow itself stands in. */
      readonly of: 'workspace' | 'repository';
      readonly detail: string;
    }
  | { readonly by: 'nothing'; readonly reason: string; readonly isRefused: boolean; readonly detail: string };

export interface ClassifyOptions {
  readonly machine: Machine;
  /** What a script must not do. */
  readonly refused: ReadonlySet<Deed['reach']>;
  readonly shell?: string | undefined;
  readonly findScript?: FindScript | undefined;
}

export function classifyStep(step: Pick<StepSource, 'run' | 'uses' | 'shell'>, options: ClassifyOptions): StepKind {
  return step.run === undefined ? classifyUse(step.uses ?? '') : classifyScript(step.run, options);
}

const deedNames: Readonly<Record<Deed['reach'], string>> = {
  outside: 'it would publish or change something outside',
  machine: 'it would change this machine',
};

/** What the options of a plan leave refused. */
export function refusedDeeds({ publishing, machineChanges }: PlanOptions): ReadonlySet<Deed['reach']> {
  return new Set([
    ...(publishing === 'run' ? [] : ['outside' as const]),
    ...(machineChanges === 'run' ? [] : ['machine' as const]),
  ]);
}

function classifyScript(script: string, { machine, refused, shell, findScript }: ClassifyOptions): StepKind {
  const detail = `${shell?.split(/\s/)[0] ?? 'bash'}: ${summaryLine(script)}`;
  const program = shell?.split(/\s/)[0] ?? 'bash';
  const nothing = (reason: string, isRefused = false): StepKind => ({ by: 'nothing', reason, isRefused, detail });
  if (/^(cmd|powershell)$/.test(program) && machine.system !== 'windows')
    return nothing(`its shell is ${program}, and this is ${systemNames[machine.system]}`);
  if (/\$\{?ACTIONS_ID_TOKEN_REQUEST_/.test(script)) return nothing('it asks GitHub for an identity token (OIDC)');
  const isShell = /^(bash|sh|zsh|dash|ksh|pwsh)$/.test(program);
  const deed = findDeed(script, { isShell, findScript, reaches: refused });
  if (deed) return nothing(`${deedNames[deed.reach]}: ${deed.command}`, true);
  return { by: 'script', shell, detail };
}

function classifyUse(uses: string): StepKind {
  const nothing = (reason: string): StepKind => ({ by: 'nothing', reason, isRefused: false, detail: uses });
  if (uses.startsWith('docker://')) return nothing('it runs in a container');
  if (/^[.$]\//.test(uses)) {
    const of = uses.startsWith('$') ? 'repository' : 'workspace';
    return { by: 'local', path: uses.slice(2).replace(/\/+$/, ''), of, detail: uses };
  }
  const [name = ''] = uses.split('@');
  const standIn = standIns.get(name.toLowerCase());
  if (standIn) return { by: 'stand-in', action: name.toLowerCase(), detail: standIn.detail };
  if (/^docker\//i.test(name)) return nothing('it works with containers');
  return nothing(`${uses} is an action from elsewhere; it is not fetched`);
}
