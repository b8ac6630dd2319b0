import type { Context } from '@cdev/core/cli';
import { findActions } from './find-actions.ts';
import { findDeprecated, findDuplicated, findLicences, findOutdated, findUnmaintained } from './find-package-states.ts';
import { findTools } from './find-tools.ts';
import { findUnused } from './find-unused.ts';
import { findVulnerable } from './find-vulnerable.ts';
import type { Findings } from './findings.ts';
import type { Project } from './project.ts';

export interface LookOptions {
  /** Milliseconds that a version must have been out before it is proposed. */
  readonly minimumAge: number;
  /** Milliseconds without a release after which a package is called unmaintained. */
  readonly silence: number;
  readonly deniedLicences: readonly string[];
}

/** All that can be said of the dependencies and tools of a project. */
export async function look(project: Project, options: LookOptions, context: Context): Promise<Findings> {
  const { dependencies, workspace, graph } = project;
  const now = context.clock();
  const asking = { now, minimumAge: options.minimumAge };
  const outdated = findOutdated(dependencies, workspace, asking);
  const [{ vulnerable, gaps }, tools, actions, unused] = await Promise.all([
    findVulnerable(project, context),
    findTools(project, asking, context),
    findActions(workspace.root, context),
    findUnused(workspace, dependencies, context.signal),
  ]);
  return {
    outdated,
    vulnerable,
    deprecated: findDeprecated(dependencies, graph),
    unmaintained: findUnmaintained(dependencies, { now, silence: options.silence }),
    unused,
    duplicated: findDuplicated(graph),
    licences: findLicences(dependencies, { outdated, denied: options.deniedLicences }),
    tools: tools.tools,
    actions: actions.actions,
    gaps: [...project.gaps, ...gaps, ...tools.gaps, ...actions.gaps],
  };
}
