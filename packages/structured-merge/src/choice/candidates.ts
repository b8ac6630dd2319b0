import { diff3Touching } from '../diff/touching-edits.ts';
import { decideHunk } from '../text/decide-hunk.ts';
import { linesOf, textOf } from '../text/hunk-rules.ts';
import type { HunkResolution, HunkRule, LineHunk } from '../text/hunk.ts';
import { joinTokens } from '../text/merge-tokens.ts';
import type { Tokenize } from '../text/tokenize.ts';
import { traitsOfConflict, type ConflictTraits } from './conflict-traits.ts';
import type { FileSketch } from './file-sketch.ts';
import type { SideTraits } from './side-traits.ts';

/** How much a candidate has of each trait, by the trait's name; what is not named it has not. */
export type ChoiceTraits = Readonly<Record<string, number>>;

/** One way to decide a conflict of lines. */
export interface Candidate {
  readonly lines: readonly string[];
  /** As in a hunk's resolution. */
  readonly isWhole: boolean;
  readonly decision: Pick<HunkResolution, 'rule' | 'reason' | 'confidence' | 'trait'>;
  readonly traits: ChoiceTraits;
}

export interface CandidateSource {
  /** The rules that may decide it, in order. */
  readonly rules: readonly HunkRule[];
  readonly tokenize: Tokenize;
  readonly file: FileSketch;
}

/** Lines of all versions beyond which nobody decides by the look of a conflict. */
const longestConflict = 1500;

/** The ways to decide a conflict, that of a rule first, and what it is like to decide it in none of them. */
export function candidatesOf(
  hunk: LineHunk,
  whole: LineHunk,
  { rules, tokenize, file }: CandidateSource,
): { readonly candidates: readonly Candidate[]; readonly none: ChoiceTraits; readonly isRuled: boolean } {
  const traits = traitsOfConflict(hunk, file);
  const ruled = decideHunk(rules, hunk, whole);
  const isLong = traits.length.base + traits.length.sides > longestConflict;
  const candidates = [
    ...(ruled ? [byRule(ruled, traits)] : []),
    ...(isLong ? [] : joined(hunk, { traits, tokenize, isRuled: ruled !== undefined })),
    bySide('ours', hunk, traits),
    bySide('theirs', hunk, traits),
    ...(isLong ? [] : additions(hunk, whole, traits)),
  ];
  const isRuled = ruled !== undefined;
  return { candidates, none: noneTraits(traits, isRuled), isRuled };
}

const most = (traits: ConflictTraits, name: keyof SideTraits): number =>
  Math.max(traits.ours[name], traits.theirs[name]);
const least = (traits: ConflictTraits, name: keyof SideTraits): number =>
  Math.min(traits.ours[name], traits.theirs[name]);

function byRule(ruled: HunkResolution, traits: ConflictTraits): Candidate {
  const { lines, isWhole = false, rule, reason, confidence, trait } = ruled;
  const covers = most(traits, 'covers');
  return {
    lines,
    isWhole,
    decision: { rule, reason, confidence, ...(trait && { trait }) },
    traits: {
      [['rule', rule, confidence, trait].filter(Boolean).join(' ')]: 1,
      'rule covers': covers,
      'rule covers in part': Number(covers > 0 && covers < 1),
      'rule alike': traits.alike,
      'rule edit': traits.ours.edit + traits.theirs.edit,
      'rule least edit': least(traits, 'edit'),
      'rule stale': Number(most(traits, 'stale') > 0),
      'rule comment': most(traits, 'comment'),
      'rule known': most(traits, 'known'),
      'rule addition': traits.addition,
      'rule length': Math.log1p(traits.length.base),
      'rule only adds': least(traits, 'onlyAdds'),
      'rule only removes': most(traits, 'onlyRemoves'),
    },
  };
}

interface Joining {
  readonly traits: ConflictTraits;
  readonly tokenize: Tokenize;
  readonly isRuled: boolean;
}

/** Both edits where they touch and do not overlap, by lines and by tokens. */
function joined({ base, ours, theirs }: LineHunk, { traits, tokenize, isRuled }: Joining): Candidate[] {
  const found: Candidate[] = [];
  const add = (name: 'line' | 'token', lines: readonly string[]): void => {
    found.push({
      lines,
      isWhole: false,
      decision: {
        rule: name,
        reason: `The sides changed neighbouring ${name === 'line' ? 'lines' : 'words'}; both changes are kept`,
        confidence: 'likely',
      },
      traits: {
        [`touching ${name}`]: 1,
        [`touching ${name} covers`]: most(traits, 'covers'),
        [`touching ${name} alike`]: traits.alike,
        [`touching ${name} empty`]: most(traits, 'isEmpty'),
        [`touching ${name} edit`]: least(traits, 'edit'),
        [`touching ${name} ruled`]: Number(isRuled),
      },
    });
  };
  const versions = { base: base.lines, ours: ours.lines, theirs: theirs.lines };
  const chunks = diff3Touching(versions);
  if (chunks.every(({ kind }) => kind !== 'conflict')) {
    const side = (kind: string): 'ours' | 'theirs' => (kind === 'theirs' ? 'theirs' : 'ours');
    add(
      'line',
      chunks.flatMap((chunk) =>
        versions[side(chunk.kind)].slice(chunk[side(chunk.kind)].start, chunk[side(chunk.kind)].end),
      ),
    );
  }
  const tokens = { base: tokenize(textOf(base)), ours: tokenize(textOf(ours)), theirs: tokenize(textOf(theirs)) };
  const text = joinTokens(tokens);
  if (text !== undefined) add('token', linesOf(text));
  return found;
}

function bySide(side: 'ours' | 'theirs', hunk: LineHunk, traits: ConflictTraits): Candidate {
  const against = side === 'ours' ? 'theirs' : 'ours';
  const named = (who: 'own' | 'other', own: SideTraits): [string, number][] =>
    Object.entries<number>(own as unknown as Record<string, number>).map(([name, value]) => [`${who} ${name}`, value]);
  const [own, other] = [traits[side], traits[against]];
  return {
    lines: hunk[side].lines,
    isWhole: false,
    decision: { rule: 'side', reason: sideReason(side, [own, other]), confidence: 'likely' },
    traits: {
      side: 1,
      'side ours': Number(side === 'ours'),
      'side addition': traits.addition,
      'side alike': traits.alike,
      'side alike addition': traits.alike * traits.addition,
      ...Object.fromEntries([...named('own', own), ...named('other', other)]),
      'more churn': own.churn - other.churn,
      'more edit': own.edit - other.edit,
      'own covers all': Number(own.covers > 0.99),
      'other covers all': Number(other.covers > 0.99),
      'own stale at all': Number(own.stale > 0),
      'other stale at all': Number(other.stale > 0),
      'small edit of removed': other.isEmpty * Number(own.edit < 1.5),
    },
  };
}

/** What speaks most for the side, in words. */
function sideReason(side: 'ours' | 'theirs', [own, other]: readonly [SideTraits, SideTraits]): string {
  const against = side === 'ours' ? 'theirs' : 'ours';
  const why =
    own.covers > 0.5 || own.fileCovers > 0.5
      ? `it has most of what ${against} changed`
      : other.stale > 0
        ? `${against} uses names there that ${side} took out of the file`
        : own.isEmpty > 0
          ? `it takes out what ${against} changed`
          : other.comment > 0
            ? `${against} changed comments alone`
            : own.churn > other.churn
              ? `it changed more of the file`
              : 'people mostly decide so';
  return `The lines of ${side} are taken: ${why}`;
}

/** Both blocks, in both orders; whole, where the blocks have lines alike at their ends. */
function additions(hunk: LineHunk, whole: LineHunk, traits: ConflictTraits): Candidate[] {
  const isWider = whole.ours.lines.length > hunk.ours.lines.length;
  return [hunk, ...(isWider ? [whole] : [])].flatMap((piece, at) => {
    const sides = [piece.ours.lines, piece.theirs.lines] as const;
    const balanced = Number(sides.every(isBalanced));
    const shared: ChoiceTraits = {
      both: 1,
      'both addition': traits.addition,
      'both alike': traits.alike,
      'both alike addition': traits.alike * traits.addition,
      'both length': Math.log1p(traits.length.sides),
      'both change': 1 - least(traits, 'onlyAdds'),
      'both wide': at,
      'both narrowed': Number(at === 0 && isWider),
      'both balanced': balanced,
      'both balanced addition': balanced * traits.addition,
      'both tests': Number([whole.ours.lines, whole.theirs.lines].every(hasTest)),
      'both imports': Number(sides.every((lines) => lines.every(isImport))),
    };
    const order = (first: 'ours' | 'theirs', second: 'ours' | 'theirs'): Candidate => ({
      lines: [...piece[first].lines, ...piece[second].lines],
      isWhole: at === 1,
      decision: {
        rule: 'union',
        reason: `Both sides added lines at one place; both are kept, ${first} first`,
        confidence: 'likely',
      },
      traits:
        first === 'ours' ? shared : { ...shared, 'theirs first': 1, 'theirs first tests': shared['both tests'] ?? 0 },
    });
    return [order('ours', 'theirs'), order('theirs', 'ours')];
  });
}

function isBalanced(lines: readonly string[]): boolean {
  let depth = 0;
  for (const character of lines.join('\n')) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const hasTest = (lines: readonly string[]): boolean => lines.some((line) => /^\s*(?:describe|it|test)\b/.test(line));
const isImport = (line: string): boolean =>
  /^\s*(?:import\b|export .* from\b|(?:const|var|let) .*require\(|$)/.test(line);

function noneTraits(traits: ConflictTraits, isRuled: boolean): ChoiceTraits {
  return {
    none: 1,
    'none churn': traits.ours.churn + traits.theirs.churn,
    'none least churn': least(traits, 'churn'),
    'none edit': least(traits, 'edit'),
    'none length': Math.log1p(traits.length.sides),
    'none addition': traits.addition,
    'none alike': traits.alike,
    'none ruled': Number(isRuled),
  };
}
