import type { HunkLines, HunkResolution, HunkRule, LineHunk } from '../text/hunk.ts';
import type { Texts } from '../text/merge-lines.ts';
import { comparisons, fewestSorted, isSorted, placeAdditions } from '../tree/order-entries.ts';
import { membersIn, type Member, type MemberList } from './members.ts';
import { parseScript } from './parse-script.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Holders whose members are written with commas between them. */
const separated = new Set(['ObjectExpression', 'ArrayExpression', 'TSEnumBody']);

/** Holders where the order can matter to a reader or to the program. */
const ordered = new Set(['ArrayExpression', 'ClassBody', 'Program', 'BlockStatement']);

/** Holders whose longer members stand apart by a blank line. */
const spaced = new Set(['ClassBody', 'Program', 'BlockStatement']);

/** Both sides changed the members of one list: entries of an object, members of a type, declarations. */
export function byMembers(path: string, texts: Texts): HunkRule {
  const read = reader(path, texts);
  const merge = ({ base, ours, theirs }: LineHunk): HunkResolution | undefined => {
    const lists = { base: read('base', base), ours: read('ours', ours), theirs: read('theirs', theirs) };
    if (lists.ours === undefined || lists.theirs === undefined || lists.ours.holder !== lists.theirs.holder)
      return undefined;
    const empty = base.lines.every((line) => line.trim() === '');
    if (!empty && lists.base?.holder !== lists.ours.holder) return undefined;
    const members = mergeMembers(lists.base?.members ?? [], lists.ours.members, lists.theirs.members);
    return members && resolution(sortedAsAround(members, lists.ours, lists.theirs) ?? members, lists.ours);
  };
  return (hunk, whole) => {
    const decided = merge(hunk);
    if (decided !== undefined) return decided;
    // The last line of two added blocks is often alike.
    const wider = merge(whole);
    return wider && { ...wider, isWhole: true };
  };
}

type Read = (side: keyof Texts, hunk: HunkLines) => MemberList | undefined;

function reader(path: string, texts: Texts): Read {
  const programs = new Map<string, SyntaxNode | undefined>();
  return (side, { start, lines }) => {
    if (!programs.has(side))
      programs.set(side, parseScript(path, texts[side])?.program as unknown as SyntaxNode | undefined);
    const program = programs.get(side);
    if (program === undefined || lines.length === 0) return undefined;
    const before = texts[side].split('\n').slice(0, start);
    const from = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = Math.min(from + lines.reduce((sum, line) => sum + line.length + 1, 0), texts[side].length);
    return membersIn(program, texts[side], { start: from, end });
  };
}

function mergeMembers(
  base: readonly Member[],
  ours: readonly Member[],
  theirs: readonly Member[],
): Member[] | undefined {
  if ([base, ours, theirs].some((list) => new Set(list.map(({ key }) => key)).size < list.length)) return undefined;
  const find = (list: readonly Member[], key: string): Member | undefined => list.find((member) => member.key === key);
  const merged = new Map<string, Member>();
  for (const { key } of [...ours, ...theirs]) {
    const [original, left, right] = [find(base, key), find(ours, key), find(theirs, key)];
    const decided = same(left, right) || same(original, right) ? left : same(original, left) ? right : 'disputed';
    if (decided === 'disputed') return undefined;
    if (decided !== undefined) merged.set(key, decided);
  }
  const kept = ours.flatMap(({ key }) => merged.get(key) ?? []);
  const additions = theirs
    .filter(({ key }) => find(ours, key) === undefined)
    .flatMap(({ key }) => merged.get(key) ?? []);
  return placeAdditions(kept, additions, theirs);
}

/** Additions to a list that is sorted in both versions, with the members around them, stay sorted. */
function sortedAsAround(members: readonly Member[], ours: MemberList, theirs: MemberList): Member[] | undefined {
  const keys = ({ members: own, around }: MemberList): string[] => [
    ...around.before,
    ...own.map(({ key }) => key),
    ...around.after,
  ];
  const lists = [keys(ours), keys(theirs)];
  if (lists.some((list) => list.length < fewestSorted)) return undefined;
  const compare = comparisons.find((order) => lists.every((list) => isSorted(list, order)));
  return compare && members.toSorted((one, other) => compare(one.key, other.key));
}

function same(one: Member | undefined, other: Member | undefined): boolean {
  const bare = (member: Member | undefined): string | undefined => member?.text.replaceAll(/[\s,;]/g, '');
  return bare(one) === bare(other);
}

function resolution(members: readonly Member[], ours: MemberList): HunkResolution {
  const comma = separated.has(ours.holder);
  const trailing = ours.more || /,\s*(?:\/\/.*)?\s*$/.test(ours.members.at(-1)?.text ?? '');
  const texts = members.map(({ text }, index) =>
    comma ? withComma(text, index < members.length - 1 || trailing) : text,
  );
  const text = join(texts, spaced.has(ours.holder));
  const lines = text.split('\n');
  return {
    rule: 'union',
    reason: `Both sides changed the members of one ${ours.holder}; those of both are kept`,
    confidence: ordered.has(ours.holder) ? 'guess' : 'likely',
    lines: ours.atEnd || !text.endsWith('\n') ? lines : lines.slice(0, -1),
  };
}

function join(texts: readonly string[], isSpaced: boolean): string {
  let all = texts[0] ?? '';
  for (const [index, text] of texts.slice(1).entries()) {
    if (!all.endsWith('\n')) all += '\n';
    const long = [texts[index] ?? '', text].some((each) => each.trim().includes('\n'));
    if (isSpaced && long && !/^\s*\n/.test(text) && !/\n\s*\n$/.test(all)) all += '\n';
    all += text;
  }
  return all;
}

/** Sets or takes the comma that ends a member, before the comment on its line. */
function withComma(text: string, wanted: boolean): string {
  const [, body = '', tail = ''] = /^([\s\S]*?[^\s,])(?:,)?(\s*(?:\/\/[^\n]*)?\s*)$/.exec(text) ?? [];
  return body === '' ? text : body + (wanted ? ',' : '') + tail;
}
