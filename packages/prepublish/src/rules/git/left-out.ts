import { someOf } from '../../rule/places.ts';
import type { Rule } from '../../rule/rule.ts';
import type { GitFacts } from '../../subject/subject.ts';
import { pathBelow } from './repository.ts';

/** What is packed is what lies in the folder. */
export const leftOut: Rule = {
  id: 'left-out',
  severity: 'warning',
  summary: 'no tracked file of the package is left out by a sparse checkout',
  breaks: 'Users, whose package lacks what is not in the working tree',
  needs: ['source', 'git'],
  check: async ({ source, git }) => {
    const { top, leftOut: list } = git as GitFacts;
    const folder = source && pathBelow(top, source.folder);
    if (folder === undefined) return [];
    const paths = (await list()).filter((path) => folder === '' || path.startsWith(`${folder}/`));
    return paths.length === 0
      ? []
      : [
          {
            place: 'git sparse-checkout list',
            reason: `not in the working tree: ${someOf(paths)}`,
            mend: 'Publish from a whole working tree: git sparse-checkout disable',
          },
        ];
  },
};
