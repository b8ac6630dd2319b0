import type { SecretFinding } from '../finding.ts';

/** Kinds of credential that have no provider's form and are none the less what they look like. */
const own = new Set(['private-key', 'putty-private-key', 'json-web-key', 'age-secret-key']);

/**
 * What a gate before a commit does with a finding. `refuse`: it is an error, or it has the form of a provider's credential and is not
 * surely an example, wherever it stands: once in the history it is known. `tell`: somebody should look. `pass`: it is probably an example.
 */
export function commitVerdict({ level, provider, ruleId, ignored }: SecretFinding): 'refuse' | 'tell' | 'pass' {
  if (ignored !== undefined && ignored !== '') return 'pass';
  const hasForm = provider !== undefined || own.has(ruleId);
  if (level === 'error' || (level === 'warning' && hasForm)) return 'refuse';
  return level === 'warning' || hasForm ? 'tell' : 'pass';
}
