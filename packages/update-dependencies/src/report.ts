import type { Context, Outcome } from '@cdev/core/cli';
import { makeGroups } from './group/make-groups.ts';
import type { UpdateItem } from './group/update-group.ts';
import type { Findings } from './look/findings.ts';
import { look, type LookOptions } from './look/look.ts';
import { openProjectRepository, readProject } from './look/project.ts';

export interface DependencyReport extends Findings {
  readonly dependencies: number;
  /** What the quarterly profile would try. */
  readonly groups: readonly { readonly name: string; readonly risk: string; readonly items: readonly UpdateItem[] }[];
}

/** All that is known of the dependencies; changes nothing. `findings` for a vulnerability, a deprecated direct dependency, or a denied licence. */
export async function report(options: LookOptions, context: Context): Promise<Outcome<DependencyReport>> {
  const project = await readProject(await openProjectRepository(context), context.cwd, context);
  const findings = await look(project, options, context);
  const groups = makeGroups(findings, project, 'quarterly').map(({ name, risk, items }) => ({ name, risk, items }));
  const isBad =
    findings.vulnerable.length > 0 ||
    findings.deprecated.some(({ isDirect }) => isDirect) ||
    findings.licences.some(({ problem }) => problem === 'denied');
  return {
    result: { ...findings, dependencies: project.dependencies.length, groups },
    status: isBad ? 'findings' : 'ok',
  };
}
