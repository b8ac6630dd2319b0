import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentProblem,
  type FieldReader,
} from '@cdev/artefact-document';
import { issueChecks } from '@cdev/security-issue';
import { errors } from '../errors.ts';
import type { BaselineEntries, BaselineEntry, IssueEntry } from './baseline.ts';

/** @throws CDEV_E_SECURITY_CHECK_BASELINE_MALFORMED naming file, line and field of every problem */
export function parseBaseline(text: string, name: string): BaselineEntries {
  if (text.trim() === '') return { entries: [], issues: [] };
  const { root, syntax } = readDocument(text, name);
  if (!root)
    throw errors.make('CDEV_E_SECURITY_CHECK_BASELINE_MALFORMED', {
      problems: `${name}:${syntax.line}: ${syntax.message}`,
    });
  const problems: DocumentProblem[] = [];
  const fields = createFieldReader(root, problems);
  if (fields.number('schemaVersion') !== 1) fields.refuse('schemaVersion', 'the number 1');
  const entries = fields.records('secrets').map(readEntry);
  const issues = fields
    .records('issues')
    .map((each): IssueEntry => ({ check: each.choice('check', issueChecks), ...readEntry(each) }));
  if (problems.length === 0) return { entries, issues };
  throw errors.make('CDEV_E_SECURITY_CHECK_BASELINE_MALFORMED', {
    problems: problems.map((problem) => describeProblem(name, problem)).join('; '),
  });
}

function readEntry(fields: FieldReader): BaselineEntry {
  const id = fields.text('id');
  if (!/^[0-9a-f]{32}$/.test(id)) fields.refuse('id', 'an id of 32 hexadecimal digits');
  const reason = fields.text('reason');
  if (reason.trim() === '') fields.refuse('reason', 'why the secret may stay');
  const expires = fields.optionalText('expires');
  if (expires !== undefined && !isDay(expires)) fields.refuse('expires', 'a day such as 2027-01-31');
  const owner = fields.optionalText('owner');
  const where = fields.optionalText('where');
  const rule = fields.text('rule');
  // `expire: 2027-01-31` would let the entry hold for ever.
  for (const unknown of Object.keys(fields.rest().unknownFields ?? {}))
    fields.refuse(unknown, 'one of the fields id, rule, reason, owner, expires and where');
  return {
    id,
    rule,
    reason,
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires }),
    ...(where !== undefined && { where }),
  };
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
  );
}
