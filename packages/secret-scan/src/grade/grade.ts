import { createHash } from 'node:crypto';
import type { Candidate, Confidence, Level } from '../finding.ts';
import { exampleGrade } from './example-marker.ts';
import { pathKind } from './path-kind.ts';
import { publishedAs } from './published-secret.ts';

export interface Grade {
  readonly confidence: Confidence;
  readonly level: Level;
  readonly reasons: readonly string[];
}

const pathText = {
  test: 'it stands in a test',
  documentation: 'it stands in documentation',
  example: 'it stands in an example',
  generated: 'it stands in a generated or foreign file',
  published: 'it stands in a package that is published',
  seed: 'it stands in what a database begins with',
} as const;
const pathFactor = {
  production: 1,
  test: 0.6,
  documentation: 0.55,
  example: 0.55,
  generated: 0.7,
  published: 0.5,
  seed: 0.6,
} as const;

/** How sure it is that a candidate is a secret that works, and why. */
export function grade({ secret, severity, certainty, reasons }: Candidate, path: string): Grade {
  const why = [...reasons];
  let sure = certainty;
  const example = exampleGrade(secret);
  if (example !== undefined) {
    sure *= example.factor;
    why.unshift(example.reason);
  }
  const published = publishedAs(secret);
  if (published !== undefined) {
    sure *= 0.2;
    why.unshift(published);
  }
  const kind = pathKind(path);
  if (kind !== 'production') {
    sure *= pathFactor[kind];
    why.push(pathText[kind]);
  }
  const confidence: Confidence = sure >= 0.7 ? 'high' : sure >= 0.4 ? 'medium' : 'low';
  return { confidence, level: levelOf(confidence, severity), reasons: why };
}

function levelOf(confidence: Confidence, severity: Candidate['severity']): Level {
  if (confidence === 'low' || severity === 'low') return 'note';
  return confidence === 'high' && severity !== 'medium' ? 'error' : 'warning';
}

/** Names a secret without telling it: the hash of rule and content, 128 bits of it. */
export function secretIdOf(ruleId: string, secret: string): string {
  return createHash('sha256').update(`cdev secret\0${ruleId}\0`).update(secret, 'latin1').digest('hex').slice(0, 32);
}

/** The beginning of a secret, never more than a quarter of it nor six characters, and its length. */
export function redactSecret(secret: string): string {
  if (secret.startsWith('-----BEGIN'))
    return `${secret.slice(0, secret.indexOf('-----', 10) + 5)} … (${secret.length} characters)`;
  const shown = Math.min(6, Math.floor(secret.length / 4));
  const text = secret.slice(0, shown).replaceAll(/[^\x21-\x7e]/g, '?');
  return `${text}… (${secret.length} characters)`;
}
