import { pathToFileURL } from 'node:url';
import { stripControl } from '@cdev/core/log';
import { rotationFor } from '@cdev/secret-rules';
import type { Secret, SecretPlace } from '@cdev/secret-scan';
import type { IssuePlace, SecurityIssue } from '@cdev/security-issue';
import type { CheckReport } from '../check/check-report.ts';
import { unanswered } from '../check/verdict.ts';
import type { SecurityReport } from '../security-check.ts';
import { rotationSentences } from './rotation-text.ts';

/** The part of SARIF 2.1.0 that is written here. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly object[];
}

interface Rule {
  readonly id: string;
  readonly [field: string]: unknown;
}
interface Suppression {
  readonly justification: string;
  readonly kind: 'external' | 'inSource';
  readonly status: 'accepted';
}

const securitySeverity = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const;

/** All findings that are to be dealt with, and as suppressed those that are known. The fingerprint is the id: it goes with the finding. */
export function toSarif(report: SecurityReport, version: string): SarifLog {
  const { root, secrets, known, issues, knownIssues, surfaces, checks } = report;
  const rules = new Map<string, Rule>();
  for (const secret of [...secrets, ...known.map((each) => each.secret)]) rules.set(secret.ruleId, secretRule(secret));
  for (const issue of [...issues, ...knownIssues.map((each) => each.issue)]) rules.set(issue.ruleId, issueRule(issue));
  const sorted = [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const index = new Map(sorted.map(({ id }, at) => [id, at]));
  const notifications = [
    ...surfaces.flatMap(({ surface, ...each }) => notificationsOf(surface, each)),
    ...checks.filter(({ check }) => check !== 'secrets').flatMap(({ check, ...each }) => notificationsOf(check, each)),
  ];
  const results = [
    ...secrets.map((secret) => secretResult(secret)),
    ...issues.map((issue) => issueResult(issue)),
    ...known.map(({ secret, ...why }) => secretResult(secret, suppression(why))),
    ...knownIssues.map(({ issue, ...why }) => issueResult(issue, suppression(why))),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdev-security-check', semanticVersion: version, rules: sorted } },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unanswered(checks).length === 0,
            toolExecutionNotifications: notifications,
          },
        ],
        results: results.map((result) => ({ ...result, ruleIndex: index.get(result.ruleId) })),
      },
    ],
  };
}

/** Whoever shows it may show it as it stands: sequences of a terminal and signs that turn the direction are left away. */
function said(text: string): { readonly text: string } {
  return { text: stripControl(text) };
}

function suppression({ by, reason }: { by: 'baseline' | 'comment'; reason: string }): Suppression {
  return { justification: reason, kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted' };
}

/** What was not to be looked at is a note; what was, and was not, may hide results: that is a warning. */
function notificationsOf(name: string, { status, detail, gaps }: Omit<CheckReport, 'check'>): object[] {
  const texts = [...(status === 'not-run' ? [`not run, ${detail}`] : []), ...gaps];
  return texts.map((text) => ({
    level: gaps.length === 0 ? 'note' : 'warning',
    message: said(`${name}: ${text}`),
  }));
}

function secretResult(secret: Secret, known?: Suppression): { readonly ruleId: string } {
  return {
    ruleId: secret.ruleId,
    level: secret.level,
    message: said(`This looks like ${secret.title}: ${secret.redacted}. ${secret.reasons.join('; ')}.`),
    locations: secret.places.slice(0, 1).map(secretLocation),
    ...(secret.places.length > 1 && { relatedLocations: secret.places.slice(1).map(secretLocation) }),
    partialFingerprints: { 'cdevSecretId/v1': secret.secretId },
    properties: { confidence: secret.confidence, severity: secret.severity, reach: secret.reach },
    ...(known && { suppressions: [known] }),
  } as { readonly ruleId: string };
}

function issueResult(issue: SecurityIssue, known?: Suppression): { readonly ruleId: string } {
  const { ruleId, level, title, reasons, mend, places, check, confidence, severity, facts } = issue;
  const flow = places.filter(({ role }) => role !== undefined);
  const order = { source: 0, step: 1, sink: 2 };
  const inFlowOrder = flow.toSorted((a, b) => order[a.role ?? 'step'] - order[b.role ?? 'step']);
  return {
    ruleId,
    level,
    message: said(`${title}. ${reasons.join('; ')}. ${[mend.text, ...(mend.commands ?? [])].join(' ')}`),
    locations: [issueLocation(places[0])],
    ...(places.length > 1 && flow.length < 2 && { relatedLocations: places.slice(1).map(issueLocation) }),
    ...(flow.length > 1 && {
      codeFlows: [{ threadFlows: [{ locations: inFlowOrder.map((place) => ({ location: issueLocation(place) })) }] }],
    }),
    partialFingerprints: { 'cdevIssue/v1': issue.fingerprint },
    properties: { check, confidence, severity, ...facts },
    ...(known && { suppressions: [known] }),
  } as { readonly ruleId: string };
}

function secretRule({ ruleId, title, severity, rotate, provider }: Secret): Rule {
  const rotation = rotationFor(provider, ruleId);
  const text = `Make it worthless${rotate === undefined ? '' : ` (${rotate})`}, then take it out and keep its successor outside the repository.`;
  return {
    id: ruleId,
    shortDescription: said(title.charAt(0).toUpperCase() + title.slice(1)),
    help: {
      text: rotation === undefined ? text : `${text} ${rotationSentences(rotation)}`,
      ...(rotation && {
        markdown: [
          text,
          '',
          `1. **Revoke**: ${rotation.revoke}.`,
          `2. **Was it used?** ${rotation.audit}.`,
          `3. **Instead**: ${rotation.replace}.`,
        ]
          .join('\n')
          .replaceAll('<', String.raw`\<`),
      }),
    },
    properties: { tags: ['security', 'secret'], 'security-severity': securitySeverity[severity] },
  };
}

function issueRule({ ruleId, title, mend, severity, check, url }: SecurityIssue): Rule {
  return {
    id: ruleId,
    shortDescription: said(title),
    help: said(mend.text),
    ...(url !== undefined && { helpUri: url }),
    properties: { tags: ['security', check], 'security-severity': securitySeverity[severity] },
  };
}

function secretLocation({ surface, path, line, column, commit, package: name }: SecretPlace): object {
  const isHere = surface === 'worktree' || surface === 'index';
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path), ...(isHere && { uriBaseId: 'ROOT' }) },
      region: { startLine: line, ...(surface !== 'history' && { startColumn: column }) },
    },
    message: said([surface, name, commit].filter((part) => part !== undefined).join(' ')),
  };
}

function issueLocation({ path, line, column, endLine, endColumn, note }: IssuePlace): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path), uriBaseId: 'ROOT' },
      ...(line !== undefined && {
        region: {
          startLine: line,
          ...(column !== undefined && { startColumn: column }),
          ...(endLine !== undefined && { endLine }),
          ...(endColumn !== undefined && { endColumn }),
        },
      }),
    },
    ...(note !== undefined && { message: said(note) }),
  };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
