import { allowsBareValues } from '../grade/path-kind.ts';
import { readBasic, readBearer } from '../structure/authorization.ts';
import { hasSecretColumn, readCsvRows } from '../structure/csv-rows.ts';
import { readCurlUser } from '../structure/curl-user.ts';
import { readJwk } from '../structure/json-web-key.ts';
import { readJwt } from '../structure/jwt.ts';
import { readPasswordHash } from '../structure/password-hash.ts';
import { readPem } from '../structure/pem.ts';
import { readSqlPassword } from '../structure/sql-password.ts';
import { readUrlCredentials } from '../structure/url-credentials.ts';
import type { Candidate } from '../finding.ts';
import { knownName } from '../assignment/known-names.ts';
import { hasRandomRun, hasUser } from './byte-run.ts';
import { compileRules, type CompiledRules, type CompiledToken, type Structure, type Trigger } from './compile-rules.ts';
import { encodedAround, type EncodedKeyword, type EncodedText } from './encoded-keywords.ts';
import type { KeywordWalk } from './keyword-walk.ts';
import { matchAssignment, mayHaveValue, nameAround } from './match-assignment.ts';
import { matchToken } from './match-token.ts';
import { startPatientWalk } from './patient-walk.ts';
import { TextWindow } from './text-window.ts';

interface Engine extends CompiledRules {
  readonly walk: KeywordWalk;
  readonly lengths: Uint16Array;
  /** Where each named rule's name ended last, counted through all scans, so that it need not be cleared. */
  readonly lastSeen: Float64Array;
  base: number;
}

let engine: Engine | undefined;

/** Compiled once per process, at the first scan. */
export function openEngine(): Engine {
  if (engine === undefined) {
    const rules = compileRules();
    engine = {
      ...rules,
      walk: startPatientWalk(rules.keywords),
      lengths: Uint16Array.from(rules.keywords, ({ length }) => length),
      lastSeen: new Float64Array(rules.named.length),
      base: 1000,
    };
  }
  return engine;
}

/** All that detectors see in text of one byte a character, not graded, sorted, without overlaps. Nothing is decoded that bytes can rule out. */
export function findCandidates(path: string, bytes: Buffer, now: number): Candidate[] {
  const opened = openEngine();
  const { walk, triggers, lengths, lastSeen } = opened;
  const look = new Look(path, bytes, opened, now);
  opened.base += bytes.length + 1000;
  walk.run(bytes, (ids, end) => {
    for (const id of ids) {
      const trigger = triggers[id]!;
      const start = end - lengths[id]!;
      for (const token of trigger.tokens) look.atToken(token, start, end);
      if (trigger.structure !== undefined) look.atStructure(trigger.structure, start, end);
      for (const encoded of trigger.encoded) look.atEncoded(encoded, start);
      for (const at of trigger.named) lastSeen[at] = look.base + end;
      if (trigger.isName || trigger.named.length > 0) look.atName(trigger, end);
    }
  });
  look.atTable();
  // Walks do not nest: what is encoded is walked when this walk is done.
  for (const encoded of look.encoded) look.found.push(...candidatesWithin(encoded, now));
  return withoutOverlaps(look.found);
}

/** What has a form of its own in text that was encoded; it stands where the encoded text does. */
function candidatesWithin({ start, end, bytes }: EncodedText, now: number): Candidate[] {
  return findCandidates('', bytes, now)
    .filter(({ ruleId, inside }) => !ruleId.startsWith('generic-') && inside === undefined)
    .map((candidate) => ({ ...candidate, start, end, inside: 'base64', rank: candidate.rank + 100 }));
}

/** What is done where keywords are found in one content. */
class Look {
  readonly found: Candidate[] = [];
  readonly encoded: EncodedText[] = [];
  readonly base: number;
  readonly #bytes: Buffer;
  readonly #window: TextWindow;
  readonly #path: string;
  #allowsBare: boolean | undefined;
  readonly #now: number;
  readonly #engine: Engine;
  /** A name is read once, whichever of its words are keywords. */
  #nameEnd = -1;

  constructor(path: string, bytes: Buffer, engine: Engine, now: number) {
    this.#bytes = bytes;
    this.#window = new TextWindow(bytes);
    this.#path = path;
    this.#now = now;
    this.#engine = engine;
    this.base = engine.base;
  }

  atToken(token: CompiledToken, start: number, end: number): void {
    const bytes = this.#bytes;
    const before = start - token.lead;
    if (before > 0 && token.notBefore[bytes[before - 1]!] === 1 && bytes[before - 2] !== 0x5c) return;
    const { follows } = token;
    if (follows !== undefined) {
      const least = end + follows.count;
      if (least > bytes.length) return;
      for (let at = end; at < least; at += 1) if (follows.bytes[bytes[at]!] === 0) return;
    }
    const text = this.#window.at(start);
    this.#add(matchToken(text, start - this.#window.base, token));
  }

  atStructure(structure: Structure, start: number, end: number): void {
    if (structure === 'url' && !hasUser(this.#bytes, end)) return;
    if (structure === 'bearer' && !hasRandomRun(this.#bytes, end, 16, 12)) return;
    const text = this.#window.at(start);
    this.#add(structures[structure](text, start - this.#window.base, this.#now));
  }

  atName({ isName, named }: Trigger, at: number): void {
    if (at <= this.#nameEnd) return;
    const name = nameAround(this.#bytes, at);
    if (name === undefined) return;
    const { start, end } = name;
    const { kind, lastWordEnd } = knownName(this.#bytes, start, end);
    // A provider's name alone decides nothing where a later word of the same name can.
    if (!isName && lastWordEnd > at - start) return;
    this.#nameEnd = end;
    const isProvider = named.length > 0;
    if (kind === 'none' && !isProvider) return;
    if (!mayHaveValue(this.#bytes, end, isProvider)) return;
    if ((kind === 'weak' || kind === 'none') && !hasRandomRun(this.#bytes, end, 16)) return;
    const text = this.#window.at(start);
    const { base } = this.#window;
    this.#allowsBare ??= allowsBareValues(this.#path);
    const setting = { text, start: start - base, end: end - base, kind, allowsBare: this.#allowsBare };
    const { named: rules, lastSeen } = this.#engine;
    this.#add(matchAssignment({ ...setting, named: rules, lastSeen, seenBase: this.base + base }));
  }

  atEncoded(keyword: EncodedKeyword, start: number): void {
    const last = this.encoded.at(-1);
    if (last !== undefined && start < last.end) return;
    const encoded = encodedAround(this.#bytes, start, keyword);
    if (encoded !== undefined) this.encoded.push(encoded);
  }

  atTable(): void {
    if (!hasSecretColumn(this.#path, this.#bytes)) return;
    this.found.push(...readCsvRows(this.#bytes.toString('latin1')));
  }

  /** Detectors count from the beginning of the window. */
  #add(candidate: Candidate | undefined): void {
    if (candidate === undefined) return;
    const { base } = this.#window;
    const { start, end } = candidate;
    this.found.push(base === 0 ? candidate : { ...candidate, start: start + base, end: end + base });
  }
}

const structures: Readonly<Record<Structure, (text: string, at: number, now: number) => Candidate | undefined>> = {
  pem: readPem,
  jwt: readJwt,
  url: readUrlCredentials,
  bearer: readBearer,
  basic: readBasic,
  hash: readPasswordHash,
  identified: readSqlPassword,
  jwk: readJwk,
  curl: readCurlUser,
};

/** Of detectors that saw the same text the most specific is kept. */
function withoutOverlaps(found: Candidate[]): Candidate[] {
  if (found.length < 2) return found;
  const kept: Candidate[] = [];
  for (const candidate of found.sort((a, b) => b.rank - a.rank || b.certainty - a.certainty || a.start - b.start))
    if (
      !kept.some(
        ({ start, end, inside }) =>
          candidate.start < end && start < candidate.end && (inside === undefined || candidate.inside === undefined),
      )
    )
      kept.push(candidate);
  return kept.sort((a, b) => a.start - b.start);
}
