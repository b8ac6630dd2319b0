import type { Secret } from '@cdev/secret-scan';
import { shortId, type SecurityIssue } from '@cdev/security-issue';

/** The twelve digits by which people name a secret or an issue, whole or their beginning. */
export function shownId(found: Secret | SecurityIssue): string {
  return 'secretId' in found ? found.secretId.slice(0, 12) : shortId(found.fingerprint);
}

/** Whether an id, or its beginning, names what was found: as it is shown, or as it stands in the baseline. */
export function isNamedBy(found: Secret | SecurityIssue, id: string): boolean {
  return shownId(found).startsWith(id) || ('secretId' in found ? found.secretId : found.fingerprint).startsWith(id);
}
