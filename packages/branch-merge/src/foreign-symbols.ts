import { declarationsOf } from '@cdev/code-graph';
import { matchesPattern, symbolOwner, type DeploymentPlan, type SharedPath } from '@cdev/deployment-plan';
import { readVersions, resolveTree, type GitPlace } from '@cdev/git';

/** A declaration that an agent changed or took away and that is another's. */
export interface ForeignSymbol {
  readonly path: string;
  readonly name: string;
  /** The agent that may change it; undefined when the plan gives it to nobody. */
  readonly owner: string | undefined;
}

export interface ForeignSymbolsOptions {
  readonly agent: string;
  /** Two commits or trees: what the agent's work is held against, and with it. */
  readonly from: string;
  readonly to: string;
  /** Paths that differ between them. */
  readonly paths: readonly string[];
}

/**
 * What an agent changed of declarations that are not its own, in the files that the plan splits by symbol. Declarations are compared as they are
 * written, with the comments above them. What is new is nobody's yet; imports and other statements are left to the merge.
 * @throws CDEV_E_PLAN_PATTERN_INVALID, CDEV_E_GIT_UNKNOWN_REVISION, and what reading the repository throws
 */
export async function foreignSymbols(
  place: GitPlace,
  { shared }: Pick<DeploymentPlan, 'shared'>,
  { agent, from, to, paths }: ForeignSymbolsOptions,
): Promise<readonly ForeignSymbol[]> {
  const split = shared.filter(({ rule }) => rule === 'symbols');
  const entries = paths.flatMap((path) => {
    const entry = split.find((candidate) => matchesPattern(candidate.path, path));
    return entry ? [{ path, entry }] : [];
  });
  if (entries.length === 0) return [];
  const versions = await readVersions(
    place,
    [from, to],
    entries.map(({ path }) => path),
  );
  // Who cannot be held against anything must not look as if nothing had changed.
  for (const [at, revision] of [from, to].entries()) if (versions[at]?.size === 0) await resolveTree(place, revision);
  const found: ForeignSymbol[] = [];
  for (const { path, entry } of entries) {
    const [before, after] = await Promise.all(versions.map((files) => declared(path, files.get(path)?.content)));
    if (before && after) found.push(...foreignIn(entry, agent, { path, before, after }));
  }
  return found;
}

interface Declared {
  /** The texts by name: an overloaded function has several. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** The whole file between two line feeds. */
  readonly whole: string;
}

async function declared(path: string, content: Buffer | undefined): Promise<Declared> {
  const text = content?.toString('utf8').replaceAll('\r\n', '\n') ?? '';
  const lines = text.split('\n');
  const declarations = await declarationsOf(path, text);
  const texts = Map.groupBy(declarations, ({ name }) => name);
  return {
    texts: new Map(
      [...texts].map(([name, all]) => [
        name,
        all.map(({ startLine, endLine }) => lines.slice(startLine - 1, endLine).join('\n')),
      ]),
    ),
    whole: `\n${text}\n`,
  };
}

function foreignIn(
  entry: SharedPath,
  agent: string,
  { path, before, after }: { readonly path: string; readonly before: Declared; readonly after: Declared },
): ForeignSymbol[] {
  return [...before.texts].flatMap(([name, texts]) => {
    const owner = symbolOwner(entry, name);
    return owner === agent || isStill(name, texts, after) ? [] : [{ path, name, owner }];
  });
}

/** A class that has grown is told by its members, and one that has shrunk as a whole: then the text alone tells. */
function isStill(name: string, texts: readonly string[], { texts: after, whole }: Declared): boolean {
  const now = after.get(name);
  if (now) return now.length === texts.length && now.every((text, at) => text === texts[at]);
  return texts.every((text) => whole.includes(`\n${text}\n`));
}

/** In words: `\`due\` of src/fee.ts (of late-fees)`. */
export function foreignSymbolText({ path, name, owner }: ForeignSymbol): string {
  return `\`${name}\` of ${path} (${owner === undefined ? 'of nobody in the plan' : `of ${owner}`})`;
}
