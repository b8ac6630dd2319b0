import type { Context } from '@cdev/core/cli';
import { fingerprint, levelOf, type SecurityIssue } from '@cdev/security-issue';
import { notScanned, scanned, type CheckSubject, type IssueScan } from '../check/check-report.ts';
import { counted } from '../surface/surface-check.ts';
import { looseDependencies } from './dependencies.ts';
import type { HygieneFinding, HygieneRule } from './hygiene-subject.ts';
import { lockIntegrity, lockPresence } from './lock-rules.ts';
import { branchOfTrust, provenance, reviewOfWorkflows } from './provenance.ts';
import { installScripts, publishedFiles } from './published-files.ts';
import { readSubject } from './read-subject.ts';
import { managerSettings, manifestScripts, undecidedBuilds } from './settings.ts';
import { secretFiles } from './tracked-files.ts';

const rules: readonly HygieneRule[] = [
  secretFiles,
  publishedFiles,
  installScripts,
  looseDependencies,
  lockIntegrity,
  lockPresence,
  managerSettings,
  undecidedBuilds,
  manifestScripts,
  provenance,
  branchOfTrust,
  reviewOfWorkflows,
];

const concernsHygiene =
  /(?:^|\/)(?:package\.json|\.npmrc|\.npmignore|\.gitignore|pnpm-workspace\.yaml|CODEOWNERS)$|^\.github\/workflows\//;

/** How the repository and its packages are kept: ignore lists, scripts at installation, lock files, settings, who may publish. */
export async function checkHygiene(subject: CheckSubject, { signal }: Context): Promise<IssueScan> {
  if (subject.repository?.isBare) return notScanned('the repository is bare');
  if (subject.isStaged) return notScanned('it is about the repository as a whole, not about what is staged');
  const { subject: facts, gaps } = await readSubject(subject, signal);
  const issues = rules.flatMap((rule) => rule(facts)).map(toIssue);
  const { workspace, lock } = facts;
  const detail = [
    workspace === undefined ? 'no package' : counted(workspace.members.length, 'package'),
    ...(lock === undefined ? [] : [`${lock.graph.packages.size} locked in ${lock.path}`]),
  ].join(', ');
  return scanned(detail, issues, [...gaps, ...(await subject.leftOut((path) => concernsHygiene.test(path)))]);
}

function toIssue({ context, ...finding }: HygieneFinding): SecurityIssue {
  const { ruleId, severity, confidence, places } = finding;
  return {
    ...finding,
    check: 'hygiene',
    level: levelOf(severity, confidence),
    fingerprint: fingerprint({ ruleId, context, path: places[0].path }),
  };
}
