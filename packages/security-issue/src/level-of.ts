import type { Confidence, Level, Severity } from './security-issue.ts';

/** How loud an issue is told when its check has no better knowledge: `error` only for what is grave and sure. */
export function levelOf(severity: Severity, confidence: Confidence): Level {
  if (severity === 'low' || confidence === 'low') return 'note';
  if (severity === 'medium') return 'warning';
  return confidence === 'high' ? 'error' : 'warning';
}
