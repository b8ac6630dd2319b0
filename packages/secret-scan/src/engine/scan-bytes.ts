import { allowsBareValues } from '../grade/path-kind.ts';
import { readBasic, readBearer } from '../structure/authorization.ts';
import { readCurlUser } from '../structure/curl-user.ts';
import { readJwk } from '../structure/json-web-key.ts';
import { readJwt } from '../structure/jwt.ts';
import { readPasswordHash } from '../structure/password-hash.ts';
import { readPem } from '../structure/pem.ts';
import { readSqlPassword } from '../structure/sql-password.ts';
import { readUrlCredentials } from '../structure/url-credentials.ts';
import type { Candidate } from '../finding.ts';
import { buildAutomaton } from './automaton.ts';
import type { Automaton } from './run-automaton.ts';
import { compileRules, type CompiledRules, type Structure } from './compile-rules.ts';
import { matchAssignment, nameAround, type AssignmentSetting } from './match-assignment.ts';
import { matchToken } from './match-token.ts';

interface Engine extends CompiledRules {
  readonly automaton: Automaton;
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
      automaton: buildAutomaton(rules.keywords),
      lengths: Uint16Array.from(rules.keywords, ({ length }) => length),
      lastSeen: new Float64Array(rules.named.length),
      base: 1000,
    };
  }
  return engine;
}

/** All that detectors see in text of one byte a character, not graded, sorted, without overlaps. Nothing is decoded that has no keyword. */
export function findCandidates(path: string, bytes: Buffer, now: number): Candidate[] {
  const opened = openEngine();
  const { automaton, triggers, lengths, named, lastSeen } = opened;
  const { base } = opened;
  opened.base += bytes.length + 1000;
  const found: Candidate[] = [];
  let decoded: string | undefined;
  const text = (): string => (decoded ??= bytes.toString('latin1'));
  const setting: AssignmentSetting = {
    bytes,
    text,
    allowsBare: allowsBareValues(path),
    named,
    lastSeen,
    base,
  };
  // A name is read once, whichever of its words are keywords.
  let nameEnd = -1;
  const add = (candidate: Candidate | undefined): void => {
    if (candidate !== undefined) found.push(candidate);
  };
  automaton.run(bytes, (ids, end) => {
    for (const id of ids) {
      const trigger = triggers[id] as (typeof triggers)[number];
      const start = end - (lengths[id] as number);
      for (const token of trigger.tokens) {
        const before = start - token.lead;
        if (before > 0 && token.notBefore[bytes[before - 1] as number] === 1 && bytes[before - 2] !== 0x5c) continue;
        add(matchToken(text(), start, token));
      }
      if (trigger.structure !== undefined) add(structures[trigger.structure](text(), start, now));
      for (const at of trigger.named) lastSeen[at] = base + end;
      if ((trigger.isName || trigger.named.length > 0) && end > nameEnd) {
        const name = nameAround(bytes, end);
        if (name === undefined) continue;
        // A provider's name alone decides nothing where a later word of the same name can.
        if (!trigger.isName && name.end > end && hasNameWord(bytes, end, name.end)) continue;
        nameEnd = name.end;
        add(matchAssignment(setting, name, trigger.named.length > 0));
      }
    }
  });
  return withoutOverlaps(found);
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

function hasNameWord(bytes: Buffer, from: number, to: number): boolean {
  return /pass|pwd|secret|token|key|auth|cred/i.test(bytes.toString('latin1', from, to));
}

/** Of detectors that saw the same text the most specific is kept. */
function withoutOverlaps(found: Candidate[]): Candidate[] {
  if (found.length < 2) return found;
  const kept: Candidate[] = [];
  for (const candidate of found.sort((a, b) => b.rank - a.rank || b.certainty - a.certainty || a.start - b.start))
    if (!kept.some(({ start, end }) => candidate.start < end && start < candidate.end)) kept.push(candidate);
  return kept.sort((a, b) => a.start - b.start);
}
