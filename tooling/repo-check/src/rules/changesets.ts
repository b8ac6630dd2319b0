import type { Finding, Rule } from '../finding.ts';
import { changesetsOf, type Changeset } from '../workspace/changeset.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'changesets';

/** What users get is said before it is released: in a changeset, later in the CHANGELOG that is made from it. */
export const changesets: Rule = {
  name: rule,
  says: 'every published package has a changeset or a changelog of its version; a major one shows how to move',
  check: (workspace) => {
    const notes = changesetsOf(workspace);
    const mentioned = new Set(notes.flatMap(({ bumps }) => [...bumps.keys()]));
    return [
      ...workspace.packages
        .filter(({ manifest }) => !manifest.private)
        .flatMap((pkg) => silent(workspace, pkg, mentioned)),
      ...notes.flatMap((note) => [...strangers(workspace, note), ...withoutGuide(note)]),
    ];
  },
};

function silent(workspace: Workspace, { folder, name, manifest }: Package, mentioned: ReadonlySet<string>): Finding[] {
  const changelog = workspace.read(`${folder}/CHANGELOG.md`) ?? '';
  if (mentioned.has(name) || changelog.includes(`\n## ${manifest.version}\n`)) return [];
  const why = `${name} ${manifest.version} is in no changeset and its changelog does not have it`;
  return [{ rule, file: `${folder}/package.json`, why, mend: 'Write one: pnpm changeset' }];
}

function strangers({ packages }: Workspace, { file, bumps }: Changeset): Finding[] {
  const published = new Set(packages.filter(({ manifest }) => !manifest.private).map(({ name }) => name));
  if (bumps.size === 0)
    return [{ rule, file, why: 'it names no package', mend: "Begin it with ---, '@cdev/<name>': minor, ---" }];
  return [...bumps.keys()]
    .filter((name) => !published.has(name))
    .map((name) => ({ rule, file, why: `there is no published package ${name}`, mend: 'Correct the name' }));
}

/** What breaks has to say how to go on: it stands in the changelog, where whoever is hurt looks first. */
function withoutGuide({ file, bumps, text }: Changeset): Finding[] {
  const [name] = [...bumps].find(([, bump]) => bump === 'major') ?? [];
  const guide = text.split(/^#+ +Migration\b.*$/im)[1] ?? '';
  if (name === undefined || /^```/m.test(guide)) return [];
  const why = `${name} breaks, and nothing shows how to move to it`;
  return [
    { rule, file, why, mend: 'Add a part "### Migration" with what was typed before and what is typed now, as code' },
  ];
}
