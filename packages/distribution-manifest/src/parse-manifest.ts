import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentProblem,
  type FieldReader,
} from '@cdev/artefact-document';
import {
  manifestSchemaVersion,
  type DistributedFile,
  type DistributedGit,
  type DistributedPackage,
  type DistributionManifest,
} from './distribution-manifest.ts';
import { errors } from './errors.ts';

/** At most so many problems are shown of one file. */
const shown = 20;

/**
 * A distribution manifest from YAML or JSON; `file` is its name in messages. All problems are told at once, with line and field. Unknown fields at the top
 * are kept.
 * @throws CDEV_E_DISTRIBUTION_MANIFEST_SYNTAX, _NEWER, _INVALID
 */
export function parseDistributionManifest(text: string, file: string): DistributionManifest {
  const { root, syntax } = readDocument(text, file);
  if (!root) {
    const place = `${file}:${syntax.line}:${syntax.column}`;
    throw errors.make('CDEV_E_DISTRIBUTION_MANIFEST_SYNTAX', { place, problem: syntax.message });
  }
  const version = root.entries?.get('schemaVersion');
  if (version && typeof version.value === 'number' && version.value > manifestSchemaVersion) {
    const place = `${file}:${version.line}:${version.column}`;
    const found = String(version.value);
    throw errors.make('CDEV_E_DISTRIBUTION_MANIFEST_NEWER', { place, found, known: String(manifestSchemaVersion) });
  }
  const problems: DocumentProblem[] = [];
  const manifest = readFields(createFieldReader(root, problems));
  if (problems.length === 0) return manifest;
  const lines = problems.slice(0, shown).map((problem) => describeProblem(file, problem));
  if (problems.length > shown) lines.push(`… and ${problems.length - shown} more`);
  throw errors.make(
    'CDEV_E_DISTRIBUTION_MANIFEST_INVALID',
    { problems: lines.join('\n') },
    { details: { file, problems } },
  );
}

function readFields(fields: FieldReader): DistributionManifest {
  if (fields.number('schemaVersion') !== manifestSchemaVersion)
    fields.refuse('schemaVersion', `the number ${manifestSchemaVersion}`);
  const git = fields.optionalRecord('git');
  const tools = fields.record('tools');
  const npm = tools.optionalText('npm');
  const pnpm = tools.optionalText('pnpm');
  if (!fields.has('packages')) fields.refuse('packages', 'a list of mappings');
  return {
    schemaVersion: manifestSchemaVersion,
    createdAt: timeOf(fields),
    ...(git && { git: gitOf(git) }),
    tools: {
      node: tools.text('node'),
      ...(npm !== undefined && { npm }),
      ...(pnpm !== undefined && { pnpm }),
      packer: tools.text('packer'),
    },
    packages: fields.records('packages').map(packageOf),
    ...fields.rest(),
  };
}

function timeOf(fields: FieldReader): string {
  const time = fields.text('createdAt');
  if (time !== '' && Number.isNaN(Date.parse(time))) fields.refuse('createdAt', 'a time such as 2026-11-26T22:00:00Z');
  return time;
}

function gitOf(fields: FieldReader): DistributedGit {
  const branch = fields.optionalText('branch');
  const remote = fields.optionalText('remote');
  const commit = formed(fields, 'commit', /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'the whole id of a commit');
  const dirty = fields.node.entries?.get('dirty')?.value;
  if (dirty !== undefined && typeof dirty !== 'boolean') fields.refuse('dirty', 'true or false');
  return {
    commit,
    ...(branch !== undefined && { branch }),
    dirty: dirty === true,
    ...(remote !== undefined && { remote }),
  };
}

function packageOf(fields: FieldReader): DistributedPackage {
  return {
    name: formed(fields, 'name', /^(?:@[^\s/@]+\/)?[^\s/@]+$/, 'the name of a package'),
    version: formed(fields, 'version', /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, 'a version such as 1.2.3'),
    path: inside(fields, 'path'),
    tarball: inside(fields, 'tarball'),
    integrity: formed(fields, 'integrity', /^sha512-[A-Za-z0-9+/]{86}==$/, 'sha512- and a digest in base64'),
    shasum: formed(fields, 'shasum', /^[0-9a-f]{40}$/, 'a SHA-1 in hex'),
    size: fields.number('size'),
    unpackedSize: fields.number('unpackedSize'),
    files: fields.records('files').map(fileOf),
    distTag: formed(fields, 'distTag', /^[^\s/@]+$/, 'the name of a dist-tag'),
    bins: binsIn(fields),
  };
}

function fileOf(fields: FieldReader): DistributedFile {
  return {
    path: inside(fields, 'path'),
    size: fields.number('size'),
    sha256: formed(fields, 'sha256', /^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
    mode: formed(fields, 'mode', /^[0-7]{3,4}$/, 'permissions in octal, as a text such as "644"'),
  };
}

function binsIn(fields: FieldReader): Readonly<Record<string, string>> {
  const bins = fields.optionalRecord('bins');
  return Object.fromEntries([...(bins?.node.entries?.keys() ?? [])].map((name) => [name, bins!.text(name)]));
}

/** A path that stays in its folder: what names a file to be read must not lead elsewhere. */
function inside(fields: FieldReader, name: string): string {
  const path = fields.text(name);
  const leaves =
    path.split('/').includes('..') || path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path);
  if (leaves) fields.refuse(name, 'a path inside the folder, with /');
  return path;
}

function formed(fields: FieldReader, name: string, form: RegExp, expected: string): string {
  const text = fields.text(name);
  if (text !== '' && !form.test(text)) fields.refuse(name, expected);
  return text;
}
