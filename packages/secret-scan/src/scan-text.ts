import type { Candidate, SecretFinding } from './finding.ts';
import { ArchiveGap, holdsFiles, readArchive, type ArchiveEntry } from '@cdev/archive';
import { decodeContent } from './engine/decode-content.ts';
import { findCandidates } from './engine/scan-bytes.ts';
import { wideStrings } from './engine/wide-strings.ts';
import { inlineIgnores } from './inline-ignore.ts';
import { findByRules, type RuleFile } from './user-rules/rule-file.ts';
import { grade, redactSecret, secretIdOf } from './grade/grade.ts';
import { readDerKey } from './structure/der-key.ts';

export interface Text {
  /** Decides how sure a finding is, and whether values may stand without quotation marks. With `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ScanTextOptions {
  /** Give the secrets themselves too. Never print them. */
  readonly reveal?: boolean | undefined;
  /** When a token that has a time of expiry is judged. Default: now. */
  readonly now?: Date | undefined;
  /** Rules of the user's beside our own, which `openRules` has read. */
  readonly rules?: RuleFile | undefined;
  /** Called for an archive of which not all was read, with why: "is broken at a.txt". */
  readonly onGap?: ((reason: string) => void) | undefined;
}

/**
 * The secrets in the content of one file, in the order they stand there. UTF-8, UTF-16 with or without a mark, and anything else byte by
 * byte; of binary content only what has a form of its own; of archives the files in them. Never throws for what is in the content.
 */
export function scanText({ path, bytes }: Text, options: ScanTextOptions = {}): readonly SecretFinding[] {
  const content = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return holdsFiles(path, content) ? scanArchive(path, content, options) : scanContent({ path, bytes }, options);
}

/**
 * The same of bytes that hold no files, whatever they begin with.
 * @param gradedBy - the path that says how likely a secret in it is real, where it is another.
 */
export function scanContent(
  { path, bytes }: Text,
  options: ScanTextOptions = {},
  gradedBy = path,
): readonly SecretFinding[] {
  const { reveal = false, now, rules } = options;
  const { content, isBinary } = decodeContent(bytes);
  const time = now?.getTime() ?? Date.now();
  const own = ownCandidates(path, content, isBinary, time);
  const candidates = rules === undefined ? own : merged(own, findByRules(rules, path, content));
  if (candidates.length === 0) return [];
  const places = lineIndex(content);
  const ignore = inlineIgnores(content, candidates);
  const findings = candidates.map((candidate) => {
    const finding = toFinding(candidate, { path, gradedBy }, places, reveal);
    const reason = ignore(candidate);
    return reason === undefined ? finding : { ...finding, ignored: reason };
  });
  return isBinary ? findings.filter(({ ruleId }) => !isToldByWords(ruleId)) : findings;
}

function ownCandidates(path: string, content: Buffer, isBinary: boolean, time: number): readonly Candidate[] {
  const key = readDerKey(content);
  if (key !== undefined) return [key];
  const narrow = findCandidates(path, content, time);
  return isBinary ? [...narrow, ...wideCandidates(content, time)].sort((a, b) => a.start - b.start) : narrow;
}

/** What stands in UTF-16 in a program or database. */
function wideCandidates(content: Buffer, now: number): Candidate[] {
  const wide = wideStrings(content);
  if (wide === undefined) return [];
  return findCandidates('', wide.text, now).map((candidate) => ({
    ...candidate,
    start: wide.placeOf(candidate.start),
    end: wide.placeOf(candidate.end - 1) + 2,
  }));
}

/** What is known by the words before it: in a program they are its messages. */
function isToldByWords(ruleId: string): boolean {
  return ruleId.startsWith('generic-') || ruleId === 'sql-password' || ruleId === 'curl-password';
}

/** Where one of the user's rules and one of ours see the same secret, it is ours: it says more. Unless ours goes by a name alone and is less sure: theirs knows what it is. */
function merged(own: readonly Candidate[], users: readonly Candidate[]): Candidate[] {
  const giveWay = new Set<Candidate>();
  const others = users.filter((user) => {
    const same = own.filter(({ start, end }) => start < user.end && user.start < end && start < end);
    const isSurer = !isGeneric(user) && same.every((each) => isGeneric(each) && isUnsure(each));
    if (isSurer) for (const each of same) giveWay.add(each);
    return isSurer || same.length === 0;
  });
  return [...own.filter((each) => !giveWay.has(each)), ...others].sort((a, b) => a.start - b.start);
}

function isUnsure({ certainty, severity }: Candidate): boolean {
  return certainty < 0.7 || severity === 'medium';
}

function isGeneric({ ruleId }: Candidate): boolean {
  return ruleId.toLowerCase().includes('generic');
}

/** The files in an archive, and in archives within. */
function scanArchive(path: string, content: Buffer, options: ScanTextOptions): readonly SecretFinding[] {
  const findings: SecretFinding[] = [];
  try {
    for (const entry of readArchive(path, content))
      for (const finding of scanContent(entry, options, `${path}/${entry.path}`))
        findings.push({ ...finding, path, inside: insideOf(entry, finding) });
  } catch (error) {
    if (!(error instanceof ArchiveGap)) throw error;
    options.onGap?.(error.message);
  }
  return findings;
}

function insideOf(entry: ArchiveEntry, { inside }: SecretFinding): string {
  return inside === undefined ? entry.path : `${entry.path}, ${inside}`;
}

function toFinding(
  candidate: Candidate,
  { path, gradedBy }: { readonly path: string; readonly gradedBy: string },
  place: (offset: number) => [number, number],
  reveal: boolean,
): SecretFinding {
  const { ruleId, title, provider, severity, rotate, start, end, secret, inside } = candidate;
  const [line, column] = place(start);
  const [endLine, endColumn] = place(end);
  return {
    ruleId,
    title,
    ...(provider !== undefined && { provider }),
    path,
    line,
    column,
    endLine,
    endColumn,
    offset: start,
    length: end - start,
    redacted: redactSecret(secret),
    secretId: secretIdOf(ruleId, secret),
    severity,
    ...grade(candidate, gradedBy),
    ...(rotate !== undefined && { rotate }),
    ...(inside !== undefined && { inside }),
    ...(reveal && { secret: Buffer.from(secret, 'latin1').toString('utf8') }),
  };
}

/** Counts line feeds forward only: findings come in order. */
function lineIndex(content: Buffer): (offset: number) => [number, number] {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    for (let at = content.indexOf(10, lineStart); at >= 0 && at < offset; at = content.indexOf(10, lineStart)) {
      line += 1;
      lineStart = at + 1;
    }
    return [line, offset - lineStart + 1];
  };
}
