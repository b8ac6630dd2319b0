import type { Inventory } from '../inventory/inventory.ts';
import { readTexts } from '../inventory/read-texts.ts';
import { formOf, parseOwners, type OwnerSection } from './parse-owners.ts';

/** Of whom a review of a path is asked, by one line of the file. */
export interface PathOwners {
  /** `@name`, `@org/team` or an e-mail address, in the line's order; any one of them may approve. Never empty. */
  readonly anyOf: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

/** The owners that a repository's CODEOWNERS file names. */
export interface CodeOwners {
  /** Where that file is. */
  readonly file: string;
  /** Those of a path, there or not; none where no line, or one without owners, decides. Several only for a file with sections (GitLab), each of which wants its own approval. */
  readonly ownersOf: (path: string) => readonly PathOwners[];
}

/** GitHub looks at the first three in this order; the last is GitLab's. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
/** GitHub reads no larger one. */
const largest = 3_000_000;

/** The first CODEOWNERS file of the inventory, as it is in its commit or on disk; undefined where there is none that the forges would read. */
export async function readCodeOwners(
  inventory: Inventory,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CodeOwners | undefined> {
  const byPath = new Map(inventory.files.map((file) => [file.path, file]));
  const found = places.map((path) => byPath.get(path)).find((file) => file !== undefined);
  if (!found || found.size > largest) return undefined;
  for await (const { file, text } of readTexts({ inventory, files: [found], maxBytes: largest, signal }))
    return parseCodeOwners(text, file.path);
  return undefined;
}

/** The owners that the text of a CODEOWNERS file names, in the form of the tool that reads it where it is; undefined for one that is larger than the forges read. */
export function parseCodeOwners(text: string, file: string): CodeOwners | undefined {
  if (Buffer.byteLength(text) > largest) return undefined;
  const sections = parseOwners(text, formOf(file, text));
  const known = new Map<string, readonly PathOwners[]>();
  return {
    file,
    ownersOf: (path) => {
      const owners = known.get(path) ?? sections.flatMap((section) => decide(section, path));
      known.set(path, owners);
      return owners;
    },
  };
}

function decide({ rules, excluded }: OwnerSection, path: string): readonly PathOwners[] {
  const rule = rules.findLast(({ matches }) => matches.test(path));
  if (!rule || rule.owners.length === 0 || excluded.some((pattern) => pattern.test(path))) return [];
  return [{ anyOf: rule.owners, line: rule.line }];
}
