import {
  detectProject,
  indexRepository,
  readCodeOwners,
  rankFiles,
  readMentions,
  type CodeOwners,
  type Mentions,
  type Project,
  type RepositoryIndex,
} from '@cdev/code-graph';
import { ignoredPaths } from '@cdev/git';
import type { Studied } from '../ownership/group.ts';
import { findDefinitions } from './find-definitions.ts';
import type { Requirement, SplitIssue } from './requirement.ts';

export interface StudyOptions {
  readonly cwd: string;
  readonly commit: string;
  readonly signal: AbortSignal;
}

export interface Study {
  readonly split: SplitIssue;
  readonly studied: readonly Studied[];
  readonly index: RepositoryIndex;
  readonly project: Project;
  /** As the base has them; undefined where it names none. */
  readonly codeOwners: CodeOwners | undefined;
}

/** Reads the repository at the base and finds what each requirement concerns there. */
export async function studyRequirements(split: SplitIssue, { cwd, commit, signal }: StudyOptions): Promise<Study> {
  const index = await indexRepository(cwd, { commit, signal });
  const project = await detectProject(index.inventory);
  const codeOwners = await readCodeOwners(index.inventory, { signal });
  const paths = index.inventory.files.map(({ path }) => path);
  const named = split.requirements.map(({ title, text }) =>
    takeApart(readMentions(`${title}\n${text}`, paths), index.inventory.repositories),
  );
  const mentions = await withoutIgnored(named, cwd, signal);
  const definitions = await findDefinitions(
    cwd,
    commit,
    mentions.flatMap(({ identifiers }) => identifiers),
  );
  const studied = split.requirements.map((requirement, at): Studied => {
    const { elsewhere, ...own } = mentions[at] as MentionsHere;
    const defined = own.identifiers.flatMap((name) => {
      // What several files define tells nothing.
      const [path, other] = definitions.get(name) ?? [];
      return path === undefined || other !== undefined ? [] : [[path, name] as const];
    });
    const unknown = own.identifiers.filter((name) => !definitions.has(name));
    const ranked = rank(requirement, index);
    return { requirement, mentions: own, defined: new Map(defined), unknown, ranked, elsewhere };
  });
  return { split, studied, index, project, codeOwners };
}

type MentionsHere = Mentions & Pick<Studied, 'elsewhere'>;

/** A path that git ignores, such as one of a build's output, is told of and cannot be committed: nobody makes it. */
async function withoutIgnored(
  mentions: readonly MentionsHere[],
  cwd: string,
  signal: AbortSignal,
): Promise<readonly MentionsHere[]> {
  const asked = mentions.flatMap(({ created, folders }) => [...created, ...folders.map(asFolder)]);
  const ignored = await ignoredPaths(cwd, [...new Set(asked)], { signal });
  return mentions.map((one) => ({
    ...one,
    created: one.created.filter((path) => !ignored.has(path)),
    folders: one.folders.filter((path) => !ignored.has(asFolder(path))),
  }));
}

function asFolder(path: string): string {
  return `${path}/`;
}

/** What is named in a repository of its own, such as a submodule, apart from the rest. */
function takeApart(mentions: Mentions, repositories: readonly string[]): MentionsHere {
  const elsewhere = new Map<string, string>();
  const isHere = (path: string): boolean => {
    const repository = repositories.find((folder) => path === folder || path.startsWith(`${folder}/`));
    if (repository !== undefined) elsewhere.set(path, repository);
    return repository === undefined;
  };
  const [created, folders] = [mentions.created.filter(isHere), mentions.folders.filter(isHere)];
  return { ...mentions, created, folders, elsewhere };
}

/** Files further down are needed so seldom that to give them away would do more harm. */
const mostRanked = 28;

function rank({ title, text }: Requirement, index: RepositoryIndex): Studied['ranked'] {
  const query = `${title}\n${text}`.trim();
  return query === '' ? [] : rankFiles({ query, index, limit: mostRanked });
}
