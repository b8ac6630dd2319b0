import { endingOf } from '@cdev/archive';
import { allowsBareValues, holdsCheckSums, isTranslation } from '../grade/path-kind.ts';
import { readBasic, readBearer } from '../structure/authorization.ts';
import { readCallArgument } from '../structure/call-argument.ts';
import { readCommandPassword } from '../structure/command-password.ts';
import { hasSecretColumn, readCsvRows } from '../structure/csv-rows.ts';
import { readCurlUser } from '../structure/curl-user.ts';
import { readJwk } from '../structure/json-web-key.ts';
import { readJwt } from '../structure/jwt.ts';
import { readEncodedKey } from '../structure/der-key.ts';
import { readEscapedAddress } from '../structure/escaped-address.ts';
import { isPasswordFile, readPasswordFile } from '../structure/password-file.ts';
import { readPasswordHash } from '../structure/password-hash.ts';
import { readPem, readXmlKey } from '../structure/pem.ts';
import { mayNameInMarkdown, readMarkdown } from '../structure/markdown.ts';
import { readProperty } from '../structure/property.ts';
import { readSecretManifest } from '../structure/secret-manifest.ts';
import { readSqlPassword } from '../structure/sql-password.ts';
import { readUrlCredentials } from '../structure/url-credentials.ts';
import { mayBeText } from '../assignment/may-be-text.ts';
import type { NameClass } from '../assignment/name-class.ts';
import type { Candidate } from '../finding.ts';
import { compileRules, type CompiledNamed, type CompiledToken, type Structure } from './compile-rules.ts';
import { encodedAround, type EncodedKeyword, type EncodedText } from './encoded-keywords.ts';
import { matchAssignment } from './match-assignment.ts';
import { matchToken } from './match-token.ts';
import { startSieve } from './start-sieve.ts';
import type { Sieve, Sights } from './sieve.ts';
import { TextWindow } from './text-window.ts';

interface Engine {
  readonly named: readonly CompiledNamed[];
  readonly sieve: Sieve;
}

let engine: Engine | undefined;

/** Compiled once per process, at the first scan. */
export function openEngine(): Engine {
  if (engine === undefined) {
    const rules = compileRules();
    engine = { named: rules.named, sieve: startSieve(rules) };
  }
  return engine;
}

/** Has found nothing yet. */
let idle: Look | undefined;

/** All that detectors see in text of one byte a character, not graded, sorted, without overlaps. Nothing is decoded that bytes can rule out. */
export function findCandidates(path: string, bytes: Buffer, now: number): Candidate[] {
  const { sieve, named } = openEngine();
  const look = idle ?? new Look(named);
  idle = undefined;
  look.begin(path, bytes, now);
  sieve.run(bytes, look);
  look.wholeFile();
  const { found, encodedTexts } = look;
  // Of nearly all files nothing is worth a look: what would have looked at them is used again.
  if (found.length === 0 && encodedTexts.length === 0) {
    idle = look;
    return found;
  }
  if (encodedTexts.length === 0) return withoutOverlaps(found);
  // Runs do not nest: what is encoded is looked at when this run is done.
  for (const encoded of encodedTexts) found.push(...candidatesWithin(encoded, now));
  return withoutOverlaps(found);
}

/** What has a form of its own in text that was encoded; it stands where the encoded text does. */
function candidatesWithin(
  { start, end, bytes, isSecret = false, form = 'base64' }: EncodedText,
  now: number,
): Candidate[] {
  return findCandidates('', bytes, now)
    .filter(({ ruleId, inside }) => (isSecret || !ruleId.startsWith('generic-')) && inside === undefined)
    .map((candidate) => ({ ...candidate, start, end, inside: form, rank: candidate.rank + 100 }));
}

const nothing: Buffer = Buffer.alloc(0);
/** MD5, SHA-1, SHA-256 and SHA-512 in hex. */
const digest = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/;

/** What is done where something is worth a look in one content. */
class Look implements Sights {
  readonly found: Candidate[] = [];
  readonly encodedTexts: EncodedText[] = [];
  #bytes = nothing;
  readonly #window = new TextWindow();
  #path = '';
  #allowsBare: boolean | undefined;
  #now = 0;
  readonly #named: readonly CompiledNamed[];

  constructor(named: readonly CompiledNamed[]) {
    this.#named = named;
  }

  begin(path: string, bytes: Buffer, now: number): void {
    this.#bytes = bytes;
    this.#window.of(bytes);
    this.#path = path;
    this.#allowsBare = undefined;
    this.#now = now;
  }

  allowsBare(): boolean {
    return (this.#allowsBare ??= allowsBareValues(this.#path));
  }

  token(token: CompiledToken, start: number): void {
    const text = this.#window.at(start);
    this.#add(matchToken(text, start - this.#window.base, token));
  }

  structure(structure: Structure, start: number): void {
    const text = this.#window.at(start);
    if (structure === 'manifest') this.#manifest(text, start - this.#window.base);
    else if (structure === 'escaped') this.#address(text, start - this.#window.base);
    else this.#add(structures[structure](text, start - this.#window.base, this.#now));
  }

  name(start: number, end: number, kind: NameClass, lastSeen: Int32Array): void {
    const text = this.#window.at(start);
    const { base } = this.#window;
    const setting = { text, start: start - base, end: end - base, kind, allowsBare: this.allowsBare() };
    const candidate = matchAssignment({ ...setting, named: this.#named, lastSeen, seenBase: base });
    // A text about passwords.
    if (candidate !== undefined && mayBeText(candidate.secret) && isTranslation(this.#path)) return;
    if (candidate !== undefined && digest.test(candidate.secret) && holdsCheckSums(this.#path)) return;
    this.#add(candidate);
  }

  encoded(keyword: EncodedKeyword, start: number): void {
    const last = this.encodedTexts.at(-1);
    if (last !== undefined && start < last.end) return;
    const encoded = encodedAround(this.#bytes, start, keyword);
    if (encoded !== undefined) this.encodedTexts.push(encoded);
  }

  #manifest(text: string, at: number): void {
    const { base } = this.#window;
    const { candidates, encoded } = readSecretManifest(text, at);
    for (const each of candidates) this.#add(each);
    for (const { start, end, bytes } of encoded)
      if (!this.encodedTexts.some((known) => known.start === start + base))
        this.encodedTexts.push({ start: start + base, end: end + base, bytes, isSecret: true });
  }

  #address(text: string, at: number): void {
    const { base } = this.#window;
    const address = readEscapedAddress(text, at);
    if (address === undefined) return;
    this.encodedTexts.push({
      ...address,
      start: address.start + base,
      end: address.end + base,
      form: 'an escaped address',
    });
  }

  /** What has no name beside it that the automaton would stop at: columns, tables, lines that are passwords. */
  wholeFile(): void {
    const read = wholeFiles.get(endingOf(this.#path));
    if (read !== undefined) this.found.push(...read(this.#bytes));
    if (isPasswordFile(this.#path)) this.found.push(...readPasswordFile(this.#path, this.#bytes.toString('latin1')));
  }

  /** Detectors count from the beginning of the window. */
  #add(candidate: Candidate | undefined): void {
    if (candidate === undefined) return;
    const { base } = this.#window;
    const { start, end } = candidate;
    this.found.push(base === 0 ? candidate : { ...candidate, start: start + base, end: end + base });
  }
}

type ReadFile = (bytes: Buffer) => Iterable<Candidate>;
const markdown: ReadFile = (bytes) => (mayNameInMarkdown(bytes) ? readMarkdown(bytes.toString('latin1')) : []);
const table: ReadFile = (bytes) => (hasSecretColumn(bytes) ? readCsvRows(bytes.toString('latin1')) : []);
/** Forms whose lines say what is a secret in others, by the end of a file's name. */
const wholeFiles: ReadonlyMap<string, ReadFile> = new Map([
  ...['md', 'mdx', 'markdown', 'mdown'].map((ending) => [ending, markdown] as const),
  ...['csv', 'tsv'].map((ending) => [ending, table] as const),
]);

const structures: Readonly<
  Record<Exclude<Structure, 'manifest' | 'escaped'>, (text: string, at: number, now: number) => Candidate | undefined>
> = {
  pem: readPem,
  jwt: readJwt,
  url: readUrlCredentials,
  bearer: readBearer,
  basic: readBasic,
  hash: readPasswordHash,
  identified: readSqlPassword,
  jwk: readJwk,
  curl: readCurlUser,
  command: readCommandPassword,
  call: readCallArgument,
  property: readProperty,
  xmlkey: readXmlKey,
  derkey: readEncodedKey,
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
