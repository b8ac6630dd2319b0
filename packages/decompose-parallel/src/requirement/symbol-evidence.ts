import {
  declarationsOf,
  rankDeclarations,
  readTexts,
  type Declaration,
  type ImportGraph,
  type RepositoryIndex,
} from '@cdev/code-graph';
import { sharedRule } from '../ownership/shared-rule.ts';
import type { Studied } from '../ownership/group.ts';

/** What of one file a requirement is about; declarations at its top, of a class the class. */
export interface SymbolEvidence {
  /** Those that its text names in code marks. */
  readonly named: readonly string[];
  /** Those, and what ranks high for its text. */
  readonly likely: readonly string[];
  /** What stands in the text of the likely ones: the names they may use. */
  readonly uses: ReadonlySet<string>;
}

/** A declaration that ranks so high beside the best of its file is likely to be changed too. */
const likelyScore = 0.5;

/** The same requirements, with what each is about within the files that another names too and that no rule merges. */
export async function withSymbols(
  studied: readonly Studied[],
  index: RepositoryIndex,
  signal: AbortSignal,
): Promise<readonly Studied[]> {
  const paths = namedTwice(studied, index.graph);
  const files = index.inventory.files.filter(({ path }) => paths.has(path));
  const found = studied.map(() => new Map<string, SymbolEvidence>());
  for await (const { file, text } of readTexts({ inventory: index.inventory, files, signal })) {
    const { path } = file;
    const declarations = await declarationsOf(path, text);
    for (const [at, one] of studied.entries())
      if (one.mentions.existing.includes(path))
        found[at]?.set(path, await evidenceOf(one, { index, path, text, declarations }));
  }
  return studied.map((one, at) => ({ ...one, symbols: found[at] ?? new Map<string, SymbolEvidence>() }));
}

function namedTwice(studied: readonly Studied[], graph: ImportGraph): ReadonlySet<string> {
  const all = studied.flatMap(({ mentions }) => mentions.existing);
  return new Set(all.filter((path, at) => all.indexOf(path) < at && sharedRule(path, graph) === undefined));
}

interface ReadFile {
  readonly index: RepositoryIndex;
  readonly path: string;
  readonly text: string;
  readonly declarations: readonly Declaration[];
}

async function evidenceOf(
  { requirement, mentions }: Studied,
  { index, path, text, declarations }: ReadFile,
): Promise<SymbolEvidence> {
  const names = new Set(declarations.map(({ name }) => name));
  const identifiers = new Set(mentions.identifiers);
  const query = `${requirement.title}\n${requirement.text}`;
  const ranked = (await rankDeclarations({ query, index, path, text })).filter(({ score }) => score >= likelyScore);
  const named = declarations.filter(({ name }) => identifiersIn(name).some((word) => identifiers.has(word)));
  const likely = [...new Set([...named, ...ranked].map(({ name }) => topOf(name, names)))];
  const lines = text.split('\n');
  const own = declarations.filter(({ name }) => likely.includes(topOf(name, names)));
  return {
    named: [...new Set(named.map(({ name }) => topOf(name, names)))],
    likely,
    uses: new Set(
      own.flatMap(({ startLine, endLine }) => identifiersIn(lines.slice(startLine - 1, endLine).join('\n'))),
    ),
  };
}

/** Of a member of a class the class. */
function topOf(name: string, names: ReadonlySet<string>): string {
  const top = name.slice(0, name.includes('.') ? name.indexOf('.') : undefined);
  return names.has(top) ? top : name;
}

/** Several names stand in one for what is declared together: `first, second`. */
export function identifiersIn(text: string): string[] {
  return text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
}
