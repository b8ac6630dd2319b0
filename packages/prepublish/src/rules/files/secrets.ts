import type { Problem, Rule, Severity } from '../../rule/rule.ts';

/** Found by the words around it, not by a form of its own: C code of others and minified code are full of what looks so. */
const isByContext = /^(?:generic|sql|url)-|^bearer-token$/;

/** Credentials in the very bytes that would be published. */
export const secrets: Rule = {
  id: 'secrets',
  severity: 'error',
  summary: 'no packed file holds a credential',
  breaks: 'You: everybody can read it, for ever, also after the version is unpublished',
  check: async ({ tarball }) => {
    const { scanText } = await import('@cdev/secret-scan');
    return [...tarball.entries.values()].flatMap(({ path, type, data }): Problem[] => {
      if (type !== 'file') return [];
      return scanText({ path, bytes: data })
        .filter(({ level }) => level !== 'note')
        .map(({ line, title, redacted, level, confidence, ruleId, rotate }) => ({
          place: `${path}:${line}`,
          severity: severityOf(level, confidence, isByContext.test(ruleId)),
          reason: `holds ${title} (${redacted})`,
          mend: `Take it out${rotate === undefined ? ', and replace it where it was made' : `, and replace it: ${rotate}`}`,
        }));
    });
  },
};

/** What merely looks like one stops no publish. */
function severityOf(level: string, confidence: string, byContext: boolean): Severity {
  if (byContext) return confidence === 'high' ? 'warning' : 'suggestion';
  if (confidence === 'low') return 'suggestion';
  return level === 'error' && confidence === 'high' ? 'error' : 'warning';
}
