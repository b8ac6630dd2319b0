import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentProblem,
  type FieldReader,
} from '@cdev/artefact-document';
import { errors } from '../errors.ts';
import {
  indexSchemaVersion,
  type IndexedScript,
  type MarketplaceIndex,
  type ReviewedVersion,
} from './marketplace-index.ts';

const packageForm = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/;

/** An index from YAML or JSON; all problems at once, each with line and field. @throws CDEV_E_MARKETPLACE_INDEX_INVALID */
export function parseIndex(text: string, file: string): MarketplaceIndex {
  const { root, syntax } = readDocument(text, file);
  if (!root)
    throw errors.make('CDEV_E_MARKETPLACE_INDEX_INVALID', {
      problems: `${file}:${syntax.line}:${syntax.column}: ${syntax.message}`,
    });
  const problems: DocumentProblem[] = [];
  const fields = createFieldReader(root, problems);
  if (fields.number('schemaVersion') !== indexSchemaVersion)
    fields.refuse('schemaVersion', `the number ${indexSchemaVersion}`);
  const index = {
    schemaVersion: indexSchemaVersion,
    name: fields.text('name'),
    scripts: fields.records('scripts').map(scriptIn),
    removed: fields.records('removed').map((entry) => ({
      package: formed(entry, 'package', packageForm, 'the name of a package'),
      reason: entry.text('reason'),
    })),
  } as const;
  refuseUnknown(fields);
  for (const [at, { package: name }] of index.scripts.entries())
    if (index.scripts.findIndex((other) => other.package === name) !== at)
      fields.refuse('scripts', `each package once; ${name} stands there twice`);
  if (problems.length === 0) return index;
  const lines = problems.slice(0, 20).map((problem) => describeProblem(file, problem));
  if (problems.length > 20) lines.push(`… and ${problems.length - 20} more`);
  throw errors.make(
    'CDEV_E_MARKETPLACE_INDEX_INVALID',
    { problems: lines.join('\n') },
    { details: { file, problems } },
  );
}

function scriptIn(fields: FieldReader): IndexedScript {
  const registry = fields.has('registry')
    ? formed(fields, 'registry', /^https?:\/\/[^\s@]+\/$/, 'an address that ends with a slash')
    : undefined;
  const script = {
    package: formed(fields, 'package', packageForm, 'the name of a package'),
    summary: fields.text('summary', ''),
    ...(registry !== undefined && { registry }),
    reviewed: fields.records('reviewed').map(reviewIn),
  };
  refuseUnknown(fields);
  return script;
}

function reviewIn(fields: FieldReader): ReviewedVersion {
  const review = {
    version: formed(fields, 'version', /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/, 'an exact version such as "1.2.3"'),
    integrity: formed(fields, 'integrity', /^sha512-[A-Za-z0-9+/]{86}==$/, 'sha512- and a digest in base64'),
    by: fields.text('by'),
    on: formed(fields, 'on', /^\d{4}-\d\d-\d\d$/, 'a day such as "2026-11-27"'),
  };
  refuseUnknown(fields);
  return review;
}

/** A field that is misspelt would say nothing, where somebody relies on what it says. */
function refuseUnknown(fields: FieldReader): void {
  for (const name of Object.keys(fields.rest().unknownFields ?? {})) fields.refuse(name, 'a field of the schema');
}

function formed(fields: FieldReader, name: string, form: RegExp, expected: string): string {
  const text = fields.text(name);
  if (text !== '' && !form.test(text)) fields.refuse(name, expected);
  return text;
}
