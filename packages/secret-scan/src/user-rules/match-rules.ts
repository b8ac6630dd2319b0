import isSafe from 'safe-regex2';
import { buildAutomaton } from '../engine/automaton.ts';
import { startWalk, type KeywordWalk } from '../engine/keyword-walk.ts';
import type { Candidate } from '../finding.ts';
import { entropy } from '../grade/entropy.ts';
import { errors } from '../errors.ts';
import { boundedRun } from './bounded-run.ts';
import type { Allowance, UserRule, UserRules } from './user-rule.ts';

/** Content up to this size is searched whole, as the rules' own program does; of more what is near a keyword. */
const whole = 400_000;
const near = 30_000;
/** Of so many characters what costs the square of them takes seconds. */
const long = 100_000;
/** Milliseconds that one rule may take in one file. */
const longest = 2000;

/** Finds what the user's rules find, and lets through what they let through. */
export class UserMatcher {
  readonly #rules: readonly UserRule[];
  readonly #allowances: readonly Allowance[];
  readonly #walk: KeywordWalk | undefined;
  /** Rules by keyword. */
  readonly #waiting: readonly (readonly number[])[];
  readonly #always: readonly number[];
  /** How errors name the file. */
  readonly #name: string;
  /** What was asked of `#mayTakeForever`: of most rules nothing ever is. */
  readonly #risky = new Map<UserRule, boolean>();

  constructor({ rules, allowances }: UserRules, name: string) {
    this.#name = name;
    this.#rules = rules;
    this.#allowances = allowances;
    const byKeyword = new Map<string, number[]>();
    for (const [at, { keywords }] of rules.entries())
      for (const keyword of keywords) byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), at]);
    const keywords = [...byKeyword.keys()].filter((keyword) => keyword !== '');
    this.#walk = keywords.length === 0 ? undefined : startWalk(buildAutomaton(keywords));
    this.#waiting = keywords.map((keyword) => byKeyword.get(keyword) as number[]);
    this.#always = rules.flatMap(({ keywords: all }, at) => (all.length === 0 || all.includes('') ? [at] : []));
  }

  find(path: string, bytes: Buffer): Candidate[] {
    if (this.#allowances.some((allowance) => allowsPath(allowance, path))) return [];
    const places = new Map<number, number[]>(this.#always.map((at) => [at, []]));
    this.#walk?.run(bytes, (ids, end) => {
      for (const id of ids)
        for (const rule of this.#waiting[id]!) {
          const known = places.get(rule);
          if (known === undefined) places.set(rule, [end]);
          else if (bytes.length > whole) known.push(end);
        }
    });
    const found: Candidate[] = [];
    for (const [at, ends] of places) found.push(...this.#searchInTime(this.#rules[at]!, path, bytes, ends));
    return withoutGeneric(found, bytes);
  }

  #searchInTime(rule: UserRule, path: string, bytes: Buffer, ends: readonly number[]): readonly Candidate[] {
    const search = (): readonly Candidate[] => this.#search(rule, path, bytes, ends);
    if (bytes.length < long && !this.#mayTakeForever(rule)) return search();
    const ended = boundedRun(search, longest);
    if (ended === undefined)
      throw errors.make('CDEV_E_SECRET_SCAN_RULE_TOO_SLOW', { file: this.#name, rule: rule.id, path });
    return ended.result;
  }

  /** Whatever is searched: the expressions of other programs never do, so that nobody had to take care. */
  #mayTakeForever(rule: UserRule): boolean {
    const known = this.#risky.get(rule);
    if (known !== undefined) return known;
    const allowances = [...this.#allowances, ...rule.allowances];
    const all = [
      rule.expression,
      rule.path,
      ...allowances.flatMap(({ paths, expressions }) => [...paths, ...expressions]),
    ];
    const isRisky = all.some((each) => each !== undefined && !isSafe(each));
    this.#risky.set(rule, isRisky);
    return isRisky;
  }

  #search(rule: UserRule, path: string, bytes: Buffer, ends: readonly number[]): readonly Candidate[] {
    if (rule.path !== undefined && !rule.path.test(path)) return [];
    if (rule.allowances.some((allowance) => allowsPath(allowance, path))) return [];
    if (rule.expression === undefined)
      return rule.path === undefined ? [] : [{ ...describe(rule), start: 0, end: 0, secret: path }];
    const found: Candidate[] = [];
    const areas =
      bytes.length <= whole || ends.length === 0 ? [[0, bytes.length] as const] : areasAround(ends, bytes.length);
    for (const [from, to] of areas) {
      const text = bytes.toString('latin1', from, to);
      rule.expression.lastIndex = 0;
      for (const { 0: raw, index } of text.matchAll(rule.expression)) {
        const candidate = this.#candidate(rule, raw, from + index, path, bytes);
        if (candidate !== undefined) found.push(candidate);
      }
    }
    return found;
  }

  #candidate(rule: UserRule, raw: string, at: number, path: string, bytes: Buffer): Candidate | undefined {
    const match = raw.replaceAll(/^\n+|\n+$/g, '');
    const start = at + raw.indexOf(match);
    const line = lineAround(bytes, start, start + match.length);
    if (line.includes('gitleaks:allow') || line.includes('betterleaks:allow')) return undefined;
    const secret = secretIn(rule, match);
    if (rule.entropy > 0 && entropy(secret) <= rule.entropy) return undefined;
    const seen = { secret, match, line };
    if ([...this.#allowances, ...rule.allowances].some((allowance) => allows(allowance, seen, path))) return undefined;
    const offset = start + Math.max(0, match.lastIndexOf(secret));
    return { ...describe(rule), start: offset, end: offset + secret.length, secret };
  }
}

function describe({ id, title }: UserRule): Omit<Candidate, 'start' | 'end' | 'secret'> {
  return { ruleId: id, title, severity: 'high', rank: 95, certainty: 0.8, reasons: ['a rule of your own finds it'] };
}

function secretIn({ expression, group }: UserRule, match: string): string {
  const alone = new RegExp((expression as RegExp).source, (expression as RegExp).flags.replace('g', ''));
  const groups = alone.exec(match)?.slice(1) ?? [];
  if (group > 0) return groups[group - 1] ?? match;
  return groups.find((each) => each !== undefined && each !== '') ?? match;
}

function allowsPath({ needsAll, paths, expressions, stopWords }: Allowance, path: string): boolean {
  if (needsAll && (expressions.length > 0 || stopWords.length > 0)) return false;
  return paths.some((each) => each.test(path));
}

function allows(
  { needsAll, isNegated, paths, expressions, target, stopWords }: Allowance,
  seen: Readonly<Record<Allowance['target'], string>>,
  path: string,
): boolean {
  const lower = seen.secret.toLowerCase();
  const isExpression = expressions.length > 0 && expressions.some((each) => each.test(seen[target])) !== isNegated;
  const isWord = stopWords.some((word) => lower.includes(word));
  if (!needsAll) return isExpression || isWord;
  const checks = [
    ...(paths.length > 0 ? [paths.some((each) => each.test(path))] : []),
    ...(expressions.length > 0 ? [isExpression] : []),
    ...(stopWords.length > 0 ? [isWord] : []),
  ];
  return checks.length > 0 && checks.every(Boolean);
}

function areasAround(ends: readonly number[], length: number): (readonly [number, number])[] {
  const areas: [number, number][] = [];
  for (const end of ends) {
    const last = areas.at(-1);
    const to = Math.min(length, end + near);
    if (last !== undefined && end - near <= last[1]) last[1] = to;
    else areas.push([Math.max(0, end - near), to]);
  }
  return areas;
}

function lineAround(bytes: Buffer, start: number, end: number): string {
  const from = bytes.lastIndexOf(10, Math.max(0, start - 1)) + 1;
  const to = bytes.indexOf(10, end);
  return bytes.toString('latin1', start === 0 ? 0 : from, to < 0 ? bytes.length : to);
}

/** A generic rule gives way to one that finds the same, or more of it, on the same line. */
function withoutGeneric(found: readonly Candidate[], bytes: Buffer): Candidate[] {
  const isGeneric = ({ ruleId }: Candidate): boolean => ruleId.toLowerCase().includes('generic');
  return found.filter(
    (candidate) =>
      !isGeneric(candidate) ||
      !found.some(
        (other) =>
          !isGeneric(other) &&
          other.secret.includes(candidate.secret) &&
          !bytes.subarray(Math.min(candidate.start, other.start), Math.max(candidate.start, other.start)).includes(10),
      ),
  );
}
