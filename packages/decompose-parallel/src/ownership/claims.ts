import { posix } from 'node:path';
import { isCodeLanguage, isTestFile, languageOf, type RankedFile, type RepositoryIndex } from '@cdev/code-graph';
import { numbersOf, type Group, type Studied } from './group.ts';

/** A group that would need a path, and how sure that is. */
export interface Claim {
  readonly path: string;
  /** Index of the group. */
  readonly group: number;
  /** Above 0; 1 for a file that a text names. */
  readonly strength: number;
  readonly reason: string;
}

/** A file ranked below this share of the best one is not worth taking from others. */
const leastScore = 0.25;
/** So many places further down, a file is little more than a third as sure to be needed as it says: scores fall more slowly than hits do. */
const placesOfDoubt = 30;
/** Where a part names its files, whoever calls them must rank as high as this. */
const strongScore = 0.6;
/** Of score and share, how much the score counts. */
const weightOfScore = 0.43;
/** A test is less sure to change than what it tests. */
const shareOfTest = 0.3;
const leastPair = 0.7;

/**
 * What a group would take beside `own`, the files that its text names or means by an identifier: what ranks high for it, and the tests
 * of its files. A part that names its files or folders is taken at its word: only what ranks in those folders, tests of its files, and
 * callers of them that rank high.
 */
export function claimsOf(
  group: Group,
  at: number,
  { own, index }: { own: ReadonlySet<string>; index: RepositoryIndex },
): readonly Claim[] {
  const strengths = new Map([...own].map((path) => [path, 1]));
  const claims = new Map<string, Claim>();
  const claim = (path: string, strength: number, reason: string): void => {
    if (strength <= (strengths.get(path) ?? 0)) return;
    strengths.set(path, strength);
    claims.set(path, { path, group: at, strength, reason: `${path}: ${reason}` });
  };
  const isNamed = namesItsFiles(group);
  const folders = group.studied.flatMap(({ mentions }) => mentions.folders);
  for (const { path, score, strength, reasons } of bestRanked(group)) {
    const why = `${reasons[0] ?? 'ranked'} (score ${score.toFixed(2)})`;
    const folder = folders.find((candidate) => path.startsWith(`${candidate}/`));
    if (!isNamed) claim(path, strength, why);
    else if (folder !== undefined) claim(path, strength, `in ${folder}, which ${numbersOf(group)} names; ${why}`);
    else if (score >= strongScore && !isTestFile(path)) {
      const called = index.graph.importsOf(path).find((target) => own.has(target));
      if (called !== undefined) claim(path, strength, `imports ${called}, which ${numbersOf(group)} names; ${why}`);
    }
  }
  const sure = new Map(strengths);
  for (const { test, source, score } of index.testPairs) {
    const strength = shareOfTest * score * (sure.get(source) ?? 0);
    if (score >= leastPair && strength > 0) claim(test, strength, `tests ${source}`);
  }
  return [...claims.values()];
}

/** A part that names a folder, several files, or one that is to be made, says which files it is about. */
function namesItsFiles({ studied }: Group): boolean {
  return studied.every((one) => {
    const { created, existing, folders } = one.mentions;
    const isSubject = (path: string): boolean => isSubjectOf(path, one);
    return created.some(isSubject) || existing.filter(isSubject).length > 1 || folders.length > 0;
  });
}

/** What is no code, such as a guide that is to be brought up to date or a note for the change log, is often named beside the work: it is what the work is about where the title says so. */
function isSubjectOf(path: string, { requirement }: Studied): boolean {
  return isCodeLanguage(languageOf(path)) || requirement.title.includes(posix.basename(path));
}

interface Ranked extends RankedFile {
  readonly strength: number;
}

/**
 * Each file once, with the best of what it is for any part of the group. A score says how near a file comes to the best one of its request, its share how much this request
 * means it: a vague request ranks many files nearly alike, and of those that another one means none should be lost to it. So both count, the share a little more (their weighted geometric mean).
 */
function bestRanked({ studied }: Group): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  for (const { ranked } of studied)
    for (const [place, file] of ranked.entries()) {
      const meant = file.score ** weightOfScore * file.share ** (1 - weightOfScore);
      const strength = meant * Math.exp(-place / placesOfDoubt);
      if (file.score >= leastScore && strength > (best.get(file.path)?.strength ?? 0))
        best.set(file.path, { ...file, strength });
    }
  return [...best.values()];
}

/** How much a claim loses by the strongest of others to the same file: what two need is likely to be missed by either. */
const shareOfRival = 0.45;

/** All claims, those first that are sure and that nobody else has. */
export function inOrder(claims: readonly Claim[]): readonly Claim[] {
  const byPath = Map.groupBy(claims, ({ path }) => path);
  const weigh = (claim: Claim): number => {
    const rivals = (byPath.get(claim.path) ?? []).filter(({ group }) => group !== claim.group);
    return claim.strength - shareOfRival * Math.max(0, ...rivals.map(({ strength }) => strength));
  };
  return claims
    .map((claim) => ({ claim, weight: weigh(claim) }))
    .sort((a, b) => b.weight - a.weight || a.claim.group - b.claim.group || (a.claim.path < b.claim.path ? -1 : 1))
    .map(({ claim }) => claim);
}
