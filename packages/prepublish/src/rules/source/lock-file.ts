import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../modules/entry-points.ts';
import { someOf } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { SourceFolder } from '../../subject/subject.ts';

const fields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
type Ranges = ReadonlyMap<string, string>;

/** The lock file was written for this manifest. */
export const lockFile: Rule = {
  id: 'lock-file',
  severity: 'warning',
  summary: 'the lock file is in step with package.json',
  breaks: 'You: a frozen installation in CI fails, and what was tested is not what is declared',
  needs: ['source'],
  check: async ({ source }) => {
    const { member, workspace } = source as SourceFolder;
    const { root, manager } = workspace;
    const name = manager.lockFile;
    if (name === undefined || !existsSync(join(root, name))) return notRun('there is no lock file');
    const text = await readFile(join(root, name), 'utf8');
    const locked = await lockedRanges(name, text, member.path);
    if (locked === undefined) return notRun(`${name} is of a form that is not read`);
    const declared = new Map(
      fields.flatMap((field) => Object.entries((member.manifest[field] ?? {}) as Readonly<Record<string, string>>)),
    );
    const differing = [...declared]
      .filter(([dependency, range]) => locked.get(dependency) !== range)
      .map(([each]) => each);
    const gone = [...locked.keys()].filter((dependency) => !declared.has(dependency));
    const names = [...differing, ...gone];
    return names.length === 0
      ? []
      : [
          {
            place: name,
            reason: `was written for other ranges of ${someOf(names)}`,
            mend: `${manager.name} install, and commit ${name}`,
          },
        ];
  },
};

/** The ranges a lock file was written for, of one member; undefined for forms that do not record them. */
async function lockedRanges(name: string, text: string, path: string): Promise<Ranges | undefined> {
  if (name === 'package-lock.json' || name === 'npm-shrinkwrap.json') {
    const { packages } = JSON.parse(text) as { packages?: unknown };
    const own = isRecord(packages) ? packages[path] : undefined;
    return isRecord(own) ? rangesIn(own, String) : undefined;
  }
  if (name !== 'pnpm-lock.yaml') return undefined;
  const { parse } = await import('yaml');
  const { importers } = parse(text) as { importers?: unknown };
  const own = isRecord(importers) ? importers[path === '' ? '.' : path] : undefined;
  return isRecord(own) ? rangesIn(own, (entry) => (isRecord(entry) ? String(entry['specifier']) : '')) : undefined;
}

function rangesIn(own: Readonly<Record<string, unknown>>, read: (entry: unknown) => string): Ranges {
  return new Map(
    fields.flatMap((field) =>
      isRecord(own[field])
        ? Object.entries(own[field]).map(([dependency, entry]) => [dependency, read(entry)] as const)
        : [],
    ),
  );
}
