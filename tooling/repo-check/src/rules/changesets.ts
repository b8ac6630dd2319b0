import type { Finding, Rule } from '../finding.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'changesets';

/** What users get is said before it is released: in a changeset, later in the CHANGELOG that is made from it. */
export const changesets: Rule = {
  name: rule,
  says: 'every published package has a changeset or a changelog of its version',
  check: (workspace) => {
    const notes = workspace.files
      .filter((file) => /^\.changeset\/(?!README)[^/]+\.md$/.test(file))
      .map((file) => ({ file, names: namesIn(workspace.read(file) ?? '') }));
    const mentioned = new Set(notes.flatMap(({ names }) => names));
    return [
      ...workspace.packages
        .filter(({ manifest }) => !manifest.private)
        .flatMap((pkg) => silent(workspace, pkg, mentioned)),
      ...notes.flatMap(({ file, names }) => strangers(workspace, file, names)),
    ];
  },
};

function namesIn(text: string): string[] {
  const head = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  return [...head.matchAll(/^['"]?(@?[\w/-]+)['"]?:\s*(?:major|minor|patch|none)\s*$/gm)].map(
    ({ 1: name = '' }) => name,
  );
}

function silent(workspace: Workspace, { folder, name, manifest }: Package, mentioned: ReadonlySet<string>): Finding[] {
  const changelog = workspace.read(`${folder}/CHANGELOG.md`) ?? '';
  if (mentioned.has(name) || changelog.includes(`\n## ${manifest.version}\n`)) return [];
  const why = `${name} ${manifest.version} is in no changeset and its changelog does not have it`;
  return [{ rule, file: `${folder}/package.json`, why, mend: 'Write one: pnpm changeset' }];
}

function strangers({ packages }: Workspace, file: string, names: readonly string[]): Finding[] {
  const published = new Set(packages.filter(({ manifest }) => !manifest.private).map(({ name }) => name));
  const wrong = names.filter((name) => !published.has(name));
  if (names.length === 0)
    return [{ rule, file, why: 'it names no package', mend: "Begin it with ---, '@cdev/<name>': minor, ---" }];
  return wrong.map((name) => ({ rule, file, why: `there is no published package ${name}`, mend: 'Correct the name' }));
}
