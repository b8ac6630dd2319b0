import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { SourceFolder } from '../../subject/subject.ts';
import { lockedFields, lockedRanges, type LockedRanges } from './locked-ranges.ts';

/** The lock file was written for this manifest. */
export const lockFile: Rule = {
  id: 'lock-file',
  severity: 'warning',
  summary: 'the lock file is in step with package.json',
  breaks: 'You: a frozen installation in CI fails, and what was tested is not what is declared',
  needs: ['source'],
  check: async ({ source }) => {
    const { member, workspace } = source as SourceFolder;
    const { root, manager, members } = workspace;
    const name = manager.lockFile;
    if (name === undefined || !existsSync(join(root, name))) return notRun('there is no lock file');
    const text = await readFile(join(root, name), 'utf8');
    const rootManifest = members.find(({ path }) => path === '')?.manifest ?? {};
    let locked: LockedRanges | undefined;
    try {
      locked = await lockedRanges(name, text, { path: member.path, rootManifest });
    } catch (error) {
      const [problem] = (error as Error).message.split('\n');
      return [{ place: name, reason: `cannot be read: ${problem}`, mend: `${manager.name} install writes it anew` }];
    }
    if (!locked) return notRun(`${name} does not know this package, or is of a form that is not read`);
    const { has, names } = locked;
    const declared = new Map(
      lockedFields.flatMap((field) =>
        Object.entries((member.manifest[field] ?? {}) as Readonly<Record<string, string>>),
      ),
    );
    // yarn writes no range of a member that it links.
    const isLinked = (dependency: string): boolean =>
      manager.name === 'yarn' && members.some((each) => each.name === dependency);
    const differing = [...declared]
      .filter(([dependency, range]) => !isLinked(dependency) && !has(dependency, range))
      .map(([dependency]) => dependency);
    const gone = names?.filter((dependency) => !declared.has(dependency)) ?? [];
    const all = [...differing, ...gone];
    return all.length === 0
      ? []
      : [
          {
            place: name,
            reason: `was written for other ranges of ${someOf(all)}`,
            mend: `${manager.name} install, and commit ${name}`,
          },
        ];
  },
};
