import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { packPackage, type PackageTarball, type PackedPackage } from '@cdev/package-tarball';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import { packageSettings, type PackageSettings, type Threshold } from '../package-settings.ts';
import { rebuildRun } from '../rebuild/rebuild-run.ts';
import { notRun, severities, type Finding, type Problem } from '../rule/rule.ts';
import { runRules } from '../rule/run-rules.ts';
import { isChosen, selectRules, type RuleChoice } from '../rule/select-rules.ts';
import { ruleGroups } from '../rules/all-rules.ts';
import { fieldTypes, wrongFields } from '../rules/manifest/field-types.ts';
import { gitFacts } from '../subject/git-facts.ts';
import { installRun, type InstallRun } from '../subject/install-run.ts';
import { registryRun, type RegistryRun } from '../subject/registry-facts.ts';
import type { GitFacts, Sibling } from '../subject/subject.ts';
import type { NotRun } from '../rule/rule.ts';
import type { Choice } from './choose-packages.ts';
import { intentOf } from './intent.ts';
import { openSubject, type World } from './open-subject.ts';
import { tarballFacts, type CheckedPackage } from './package-report.ts';

export interface CheckOptions extends RuleChoice {
  readonly failOn: Threshold;
  readonly tag: string | undefined;
  readonly branches: readonly string[];
  readonly offline: boolean;
  readonly links: boolean;
  /** Where members are packed to. */
  readonly folder: string;
}

/** One package of a run: the tarball, and the member it was packed from. */
interface Candidate {
  readonly member?: WorkspaceMember;
  readonly packed?: PackedPackage;
  readonly tarball?: PackageTarball;
  readonly failure?: string;
}

export interface CheckRun {
  readonly checked: readonly CheckedPackage[];
  readonly packed: readonly PackedPackage[];
  readonly git: GitFacts | NotRun;
}

/** Packs what is to be packed and runs the chosen rules over it, package by package in the order in which they are published. */
export async function checkPackages(choice: Choice, options: CheckOptions, context: Context): Promise<CheckRun> {
  const { cwd, signal } = context;
  const { offline } = options;
  const candidates = await candidatesOf(choice, options.folder, context);
  const root = choice.kind === 'members' ? choice.workspace.root : cwd;
  const inSource = choice.kind === 'members';
  const [git, registry] = await Promise.all([
    inSource
      ? gitFacts(root, { signal, offline })
      : notRun('only the tarball is known, not the repository it comes from'),
    offline ? notRun('offline') : registryAt(root, context),
  ]);
  const packed = candidates.flatMap((each) => each.packed ?? []);
  // A registry that does not answer is none: whatever would be fetched from it is told at once, and not waited for.
  const isOffline = 'notRun' in registry;
  await using installs = installRun({ packages: installable(candidates), project: root, offline: isOffline }, context);
  await using rebuilds =
    choice.kind === 'members' && !('notRun' in git) ? rebuildRun(choice.workspace, git.repository, context) : undefined;
  const rebuild = rebuilds ?? notRun('git is needed to tell sources from what a build made');
  const checked: CheckedPackage[] = [];
  for (const candidate of candidates) {
    signal.throwIfAborted();
    const settings = candidate.member ? await packageSettings(candidate.member) : {};
    const world = worldOf({
      choice,
      candidate,
      candidates,
      options,
      settings,
      git,
      registry,
      installs,
      rebuild,
      context,
    });
    checked.push(await checkOne(candidate, { options, settings, world, context }));
  }
  return { checked, packed, git };
}

/** Loaded only when there is a network to ask. */
async function registryAt(cwd: string, { env, signal }: Context): Promise<RegistryRun | NotRun> {
  const { openRegistry } = await import('@cdev/package-registry');
  const opened = { cwd, env, signal };
  // Whether it is there at all is to be known soon; what is asked of it may take as long as npm's configuration says.
  const [registry, hasty] = await Promise.all([
    openRegistry(opened),
    openRegistry({ ...opened, timeLimit: 8000, retries: 0 }),
  ]);
  return registryRun(registry, hasty);
}

async function candidatesOf(choice: Choice, destination: string, context: Context): Promise<readonly Candidate[]> {
  if (choice.kind === 'tarballs')
    return choice.tarballs.map(({ file, tarball }) => ({
      tarball,
      packed: { ...tarball, file, packedBy: { name: 'unknown', version: '' } },
    }));
  const { env, signal, log, progress } = context;
  const candidates: Candidate[] = [];
  for (const member of choice.members) {
    const task = progress.begin(`pack ${member.name}`);
    try {
      const packed = await packPackage({ member, workspace: choice.workspace, destination, env, signal, log });
      task.done();
      candidates.push({ member, packed, tarball: packed });
    } catch (error) {
      task.failed();
      if (!isCdevError(error) || error.kind === 'environment' || signal.aborted) throw error;
      candidates.push({ member, failure: error.message });
    }
  }
  return candidates;
}

function installable(candidates: readonly Candidate[]): readonly PackedPackage[] {
  return candidates.flatMap(({ packed }) => packed ?? []);
}

interface WorldParts {
  readonly choice: Choice;
  readonly candidate: Candidate;
  readonly candidates: readonly Candidate[];
  readonly options: CheckOptions;
  readonly settings: PackageSettings;
  readonly git: GitFacts | NotRun;
  readonly registry: RegistryRun | NotRun;
  readonly installs: InstallRun;
  readonly rebuild: World['rebuild'];
  readonly context: Context;
}

function worldOf(parts: WorldParts): World {
  const { choice, candidate, options, settings, registry, installs, context } = parts;
  const { member, packed, tarball } = candidate;
  return {
    source:
      choice.kind === 'members' && member ? { folder: member.folder, member, workspace: choice.workspace } : undefined,
    git: parts.git,
    registry: 'notRun' in registry ? registry : tarball ? registry.factsOf(tarball) : notRun('it could not be packed'),
    installation: !packed
      ? notRun('it could not be packed')
      : 'notRun' in registry && needsOthers(packed, parts.candidates)
        ? notRun(options.offline ? 'offline, and it has dependencies' : registry.notRun)
        : installs.factsOf(packed),
    rebuild: parts.rebuild,
    siblings: choice.kind === 'members' ? siblingsOf(choice.workspace, choice.members, member) : [],
    intent: intentOf({
      tag: options.tag ?? settings.tag,
      branches: options.branches.length > 0 ? options.branches : (settings.branches ?? []),
      isChosen: choice.kind === 'tarballs' || choice.isChosen,
      env: context.env,
      manifest: tarball?.manifest ?? {},
      offline: options.offline,
      links: options.links,
    }),
    signal: context.signal,
  };
}

/** Packages that no tarball of the run provides have to be fetched. */
function needsOthers({ manifest }: PackedPackage, candidates: readonly Candidate[]): boolean {
  const here = new Set(candidates.map(({ tarball }) => tarball?.name));
  return ['dependencies', 'peerDependencies'].some((field) =>
    Object.keys(manifest[field] ?? {}).some((name) => !here.has(name)),
  );
}

function siblingsOf(
  workspace: PackageWorkspace,
  planned: readonly WorkspaceMember[],
  own: WorkspaceMember | undefined,
): readonly Sibling[] {
  return workspace.members
    .filter((member) => member !== own && member.name !== '')
    .map((member) => ({
      name: member.name,
      version: member.version,
      isPrivate: !member.isPublishable,
      isPlanned: planned.includes(member),
    }));
}

interface CheckParts {
  readonly options: CheckOptions;
  readonly settings: PackageSettings;
  readonly world: World;
  readonly context: Context;
}

async function checkOne(
  { member, packed, tarball, failure }: Candidate,
  { options, settings, world, context }: CheckParts,
): Promise<CheckedPackage> {
  const started = performance.now();
  const failOn = settings.failOn ?? options.failOn;
  const place = { ...(member && { path: member.path }), failOn };
  if (!tarball) {
    const findings = [packFinding(failure ?? ''), ...(member ? wrongFields(member.manifest).map(asFinding) : [])];
    const { name = '', version = '' } = member ?? {};
    return {
      report: {
        name,
        version,
        ...place,
        state: 'findings',
        findings,
        passed: [],
        notRun: [],
        duration: performance.now() - started,
      },
      fixes: [],
    };
  }
  const { name, version } = tarball;
  const choice: RuleChoice = {
    only: options.only.length > 0 ? options.only : (settings.only ?? []),
    skip: [...options.skip, ...(settings.skip ?? [])],
  };
  const task = context.progress.begin(`check ${name}@${version}`);
  const subject = openSubject(tarball, world);
  const run = await runRules(selectRules(ruleGroups, choice), subject);
  task.done();
  const findings = run.findings.filter((finding) => isChosen(ruleGroups, choice, finding));
  const isPublished =
    !world.intent.isChosen &&
    !('notRun' in world.registry) &&
    (await world.registry.packument(name))?.versions[version] !== undefined;
  return {
    report: {
      name,
      version,
      ...place,
      tarball: tarballFacts(packed?.packedBy.name === 'unknown' ? tarball : (packed ?? tarball)),
      state: fails(findings, failOn) ? 'findings' : isPublished ? 'published' : 'ready',
      findings,
      passed: run.passed,
      notRun: run.notRun,
      duration: performance.now() - started,
    },
    fixes: run.fixes,
  };
}

/** What packers say of a field that they trip over seldom names it. */
function asFinding({
  severity = fieldTypes.severity,
  breaks = fieldTypes.breaks,
  place,
  reason,
  mend,
}: Problem): Finding {
  return { rule: fieldTypes.id, severity, place, reason, breaks, mend };
}

function packFinding(reason: string): Finding {
  return {
    rule: 'packs',
    severity: 'error',
    place: 'package.json',
    reason,
    breaks: 'You: the package manager that publishes refuses it in the same way',
    mend: 'Mend what it names, and run this again',
  };
}

function fails(findings: readonly Finding[], threshold: Threshold): boolean {
  return (
    threshold !== 'never' &&
    findings.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(threshold))
  );
}
