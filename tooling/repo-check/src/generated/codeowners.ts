import type { Generated } from '../finding.ts';

/** Who is asked when a file changes: one accountable owner per package. */
export const codeowners: Generated = {
  name: 'codeowners',
  says: '.github/CODEOWNERS is what the manifests say',
  generate: async ({ packages }) => {
    const platform = packages.find(({ kind }) => kind === 'core')?.manifest.cdev?.owner;
    const owned = packages.flatMap(({ folder, manifest: { cdev } }) => {
      if (cdev?.owner === undefined) return [];
      const note = (cdev.reviewers ?? 1) > 1 ? [`# ${cdev.priority}: ${cdev.reviewers} reviewers`] : [];
      return [...note, `/${folder}/ ${cdev.owner}`];
    });
    const lines = [
      '# Made by "pnpm check --fix" from the "cdev" record of each package.json. The last line that matches a file counts.',
      ...(platform === undefined ? [] : [`* ${platform}`]),
      ...owned,
    ];
    return new Map([['.github/CODEOWNERS', `${lines.join('\n')}\n`]]);
  },
};
