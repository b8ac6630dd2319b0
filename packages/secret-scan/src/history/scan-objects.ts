import {
  isGitFailure,
  listFiles,
  listRefs,
  readFilesAt,
  readObjects,
  type GitObject,
  type Repository,
} from '@cdev/git';
import type { SecretFinding } from '../finding.ts';
import type { PlacedFinding } from '../report/group-secrets.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { isOpaque } from '../tree/scan-files.ts';
import { unaltered } from './unaltered.ts';

export interface ScanObjectsOptions extends ScanTextOptions {
  /** What was found before, by the id of the object. */
  readonly known?: Readonly<Record<string, readonly PlacedFinding[]>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was found in an object that is no commit. */
export interface ScannedObject {
  readonly findings: readonly PlacedFinding[];
  /** Of a tag what it stands at. */
  readonly target?: string;
}

/** Read at once. */
const groupSize = 200;

export interface ObjectsScan {
  /** By the ids of the objects; what could not be read is missing. */
  readonly scanned: ReadonlyMap<string, ScannedObject>;
  /** Why not everything was seen. */
  readonly gaps: readonly string[];
}

/** What has no commit: the messages of annotated tags, and the files and folders that a reference leads to itself, or nothing does. */
export async function scanObjects(
  repository: Repository,
  ids: readonly string[],
  options: ScanObjectsOptions = {},
): Promise<ObjectsScan> {
  const { known = {}, signal } = options;
  const isKnown = (id: string): boolean => Object.hasOwn(known, id);
  const scanned = new Map<string, ScannedObject>(ids.filter(isKnown).map((id) => [id, { findings: known[id]! }]));
  const unknown = ids.filter((id) => !isKnown(id));
  const objects = new Map<string, GitObject>();
  const gaps = new Set<string>();
  for (const group of groupsOf(unknown)) {
    const read = readObjects(repository, group, { env: unaltered, signal });
    for (const [id, object] of await read.catch(gapIn(gaps, new Map<string, GitObject>()))) objects.set(id, object);
  }
  if (objects.size < new Set(unknown).size && gaps.size === 0) gaps.add('Not all that references lead to is here');
  const names = await namesOf(repository, objects);
  for (const [id, { type, content }] of objects) {
    const name = names.get(id) ?? '(without a name)';
    if (type === 'tag') scanned.set(id, scanTag(id, content, options));
    if (type === 'blob') scanned.set(id, { findings: placed(scanText({ path: name, bytes: content }, options), id) });
    if (type !== 'tree') continue;
    const findings = await scanFolder(repository, id, name, options).catch(gapIn(gaps, undefined));
    if (findings !== undefined) scanned.set(id, { findings: placed(findings, id) });
  }
  return { scanned, gaps: [...gaps] };
}

/** What git cannot read hides nothing else. */
function gapIn<Value>(gaps: Set<string>, value: Value): (error: unknown) => Value {
  return (error) => {
    if (!isGitFailure(error)) throw error;
    gaps.add(`Not all that references lead to could be read: ${error.message}`);
    return value;
  };
}

/** Of what is no tag the names by which it is led to: of references and, behind these, of tags. */
async function namesOf(
  repository: Repository,
  objects: ReadonlyMap<string, GitObject>,
): Promise<ReadonlyMap<string, string>> {
  const all = [...objects.values()];
  if (all.every(({ type }) => type === 'tag')) return new Map();
  const tags = all.filter(({ type }) => type === 'tag').map(({ content }) => fieldsOf(content));
  const refs = await listRefs(repository);
  return new Map([
    ...tags.map(({ target, tag }) => [target, tag] as const),
    ...refs.map(({ oid, name }) => [oid, name] as const),
  ]);
}

/** As it is remembered. */
export function findingsById(
  scanned: ReadonlyMap<string, ScannedObject>,
): Readonly<Record<string, readonly PlacedFinding[]>> {
  return Object.fromEntries([...scanned].map(([id, { findings }]) => [id, findings]));
}

interface TagFields {
  readonly tag: string;
  readonly target: string;
  /** ISO 8601. */
  readonly date: string | undefined;
  readonly message: Buffer;
}

/** Fields, an empty line and the message: https://git-scm.com/docs/git-mktag */
function fieldsOf(content: Buffer): TagFields {
  const blank = content.indexOf('\n\n');
  const end = blank < 0 ? content.length : blank;
  const fields = content.toString('utf8', 0, end);
  const date = new Date(Number(/^tagger .* (\d+) [-+]\d{4}$/m.exec(fields)?.[1]) * 1000);
  return {
    tag: /^tag (.*)$/m.exec(fields)?.[1] ?? '',
    target: /^object (.*)$/m.exec(fields)?.[1] ?? '',
    date: Number.isNaN(date.getTime()) ? undefined : date.toISOString(),
    message: content.subarray(end + 2),
  };
}

function scanTag(id: string, content: Buffer, options: ScanTextOptions): ScannedObject {
  const { tag, target, date, message } = fieldsOf(content);
  const findings = scanText({ path: `(message of tag ${tag})`, bytes: message }, options);
  return { findings: placed(findings, id, date), target };
}

/** Paths are written as git takes them: `refs/tags/name:folder/file`. */
async function scanFolder(
  repository: Repository,
  tree: string,
  name: string,
  options: ScanTextOptions,
): Promise<readonly SecretFinding[]> {
  const paths = (await listFiles(repository, tree)).filter((path) => !isOpaque(path));
  const findings: SecretFinding[] = [];
  for (const group of groupsOf(paths)) {
    const files = await readFilesAt(repository, tree, group);
    for (const [path, bytes] of files) findings.push(...scanText({ path: `${name}:${path}`, bytes }, options));
  }
  return findings;
}

function placed(findings: readonly SecretFinding[], commit: string, date?: string): PlacedFinding[] {
  return findings.map((finding) => ({ ...finding, surface: 'history', commit, ...(date !== undefined && { date }) }));
}

function* groupsOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += groupSize) yield items.slice(at, at + groupSize);
}
