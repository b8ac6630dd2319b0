import { ownerPattern, type OwnersForm } from './owner-pattern.ts';

export interface OwnerRule {
  readonly matches: RegExp;
  /** Empty where the line takes the owners of lines before it away. */
  readonly owners: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

/** Rules of which the last that matches a path decides; each section decides by itself. */
export interface OwnerSection {
  readonly rules: readonly OwnerRule[];
  /** GitLab's `!pattern`: nobody of the section, whatever its other lines say. */
  readonly excluded: readonly RegExp[];
}

const owner = /^(?:@{1,2}[\w.-]+(?:\/[\w.-]+)*|[^@\s]+@[^@\s]+)$/;
const sectionHead = /^\^?\[([^\]]+)\](?:\[\d+\])?(?=\s|$)/;

/** Sections are GitLab's: a file has none for GitHub, which would read one as a pattern. */
export function formOf(path: string, text: string): OwnersForm {
  if (path.startsWith('.github/')) return 'github';
  if (path.startsWith('.gitlab/')) return 'gitlab';
  return linesOf(text).some(({ words }) => sectionHead.test(words.join(' '))) ? 'gitlab' : 'github';
}

/** The sections of a CODEOWNERS file; all its lines are one where it names none. A line that its tool does not understand is passed over, as the tool does. */
export function parseOwners(text: string, form: OwnersForm): readonly OwnerSection[] {
  const sections = new Map<string, { rules: OwnerRule[]; excluded: RegExp[] }>();
  const sectionOf = (name: string): { rules: OwnerRule[]; excluded: RegExp[] } => {
    const section = sections.get(name) ?? { rules: [], excluded: [] };
    sections.set(name, section);
    return section;
  };
  let name = '';
  let fallback: readonly string[] = [];
  for (const { line, words } of linesOf(text)) {
    const joined = words.join(' ');
    const head = form === 'gitlab' ? sectionHead.exec(joined) : null;
    if (head) {
      name = (head[1] ?? '').toLowerCase();
      fallback = ownersAmong(joined.slice(head[0].length).trim().split(' '));
      continue;
    }
    const [pattern = '', ...named] = words;
    const owners = ownersAmong(named);
    if (form === 'github' && (pattern.startsWith('!') || owners.length < named.length)) continue;
    if (pattern.startsWith('!')) sectionOf(name).excluded.push(ownerPattern(pattern.slice(1), form));
    else
      sectionOf(name).rules.push({
        matches: ownerPattern(pattern, form),
        owners: named.length > 0 ? owners : fallback,
        line,
      });
  }
  return [...sections.values()];
}

function ownersAmong(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word) => owner.test(word)))];
}

/** What stands on each line that says something: words apart by blanks that are not escaped, without the comment. */
function linesOf(text: string): { line: number; words: readonly string[] }[] {
  return text.split(/\r?\n/).flatMap((content, at) => {
    const words = content.replace(/^\uFEFF/, '').match(/(?:\\.|[^\s\\]|\\)+/g) ?? [];
    const comment = words.findIndex((word) => word.startsWith('#'));
    const said = comment === -1 ? words : words.slice(0, comment);
    return said.length === 0 ? [] : [{ line: at + 1, words: said }];
  });
}
