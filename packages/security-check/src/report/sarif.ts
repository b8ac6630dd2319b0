import { pathToFileURL } from 'node:url';
import type { Secret, SecretPlace } from '@cdev/secret-scan';
import type { SecurityReport } from '../security-check.ts';

/** The part of SARIF 2.1.0 that is written here. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly object[];
}

const securitySeverity = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const;

/** All findings that are to be dealt with, and as suppressed those that are known. The fingerprint is the id: it goes with the secret. */
export function toSarif({ root, secrets, known, surfaces, notRun }: SecurityReport, version: string): SarifLog {
  const all = [...secrets, ...known.map(({ secret }) => secret)];
  const rules = [...new Map(all.map((secret) => [secret.ruleId, secret])).values()].sort((a, b) =>
    a.ruleId < b.ruleId ? -1 : 1,
  );
  const index = new Map(rules.map(({ ruleId }, at) => [ruleId, at]));
  const result = (secret: Secret, suppression?: { justification: string; kind: 'external' | 'inSource' }): object => ({
    ruleId: secret.ruleId,
    ruleIndex: index.get(secret.ruleId),
    level: secret.level,
    message: { text: `This looks like ${secret.title}: ${secret.redacted}. ${secret.reasons.join('; ')}.` },
    locations: secret.places.slice(0, 1).map(locationOf),
    ...(secret.places.length > 1 && { relatedLocations: secret.places.slice(1).map(locationOf) }),
    partialFingerprints: { 'cdevSecretId/v1': secret.secretId },
    properties: { confidence: secret.confidence, severity: secret.severity, reach: secret.reach },
    ...(suppression && { suppressions: [{ ...suppression, status: 'accepted' }] }),
  });
  const gaps = [
    ...surfaces.flatMap(({ surface, status, detail, gaps }) => [
      ...(status === 'not-run' ? [`${surface}: not run, ${detail}`] : []),
      ...gaps.map((gap) => `${surface}: ${gap}`),
    ]),
    ...notRun.map(({ check, reason }) => `${check}: not run, ${reason}`),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdev-security-check', semanticVersion: version, rules: rules.map(ruleOf) } },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: gaps.map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: [
          ...secrets.map((secret) => result(secret)),
          ...known.map(({ secret, by, reason }) =>
            result(secret, { justification: reason, kind: by === 'comment' ? 'inSource' : 'external' }),
          ),
        ],
      },
    ],
  };
}

function ruleOf({ ruleId, title, severity, rotate }: Secret): object {
  return {
    id: ruleId,
    shortDescription: { text: title.charAt(0).toUpperCase() + title.slice(1) },
    help: {
      text: `Make it worthless${rotate === undefined ? '' : ` (${rotate})`}, then take it out and keep its successor outside the repository.`,
    },
    properties: { tags: ['security', 'secret'], 'security-severity': securitySeverity[severity] },
  };
}

function locationOf({ surface, path, line, column, commit, package: name }: SecretPlace): object {
  const isHere = surface === 'worktree' || surface === 'index';
  return {
    physicalLocation: {
      artifactLocation: {
        uri: path.split('/').map(encodeURIComponent).join('/'),
        ...(isHere && { uriBaseId: 'ROOT' }),
      },
      region: { startLine: line, ...(surface !== 'history' && { startColumn: column }) },
    },
    message: { text: [surface, name, commit].filter((part) => part !== undefined).join(' ') },
  };
}
