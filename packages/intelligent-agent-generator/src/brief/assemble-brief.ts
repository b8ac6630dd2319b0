import { readMentions, type Convention, type Project, type RepositoryIndex } from '@cdev/code-graph';
import { agentName, estimateWork, roleFor, slug } from '@cdev/deployment-plan';
import { queryOf, type Requirement } from '../requirement/requirement.ts';
import { adviceText, type Advice } from '../llm/advice.ts';
import type { AgentBrief, BriefFile, Risk } from './agent-brief.ts';
import { chooseCommands } from './choose-commands.ts';
import { findCompanions } from './find-companions.ts';
import { findCriteria } from './find-criteria.ts';
import { findRisks } from './find-risks.ts';
import { describeFiles, rankBriefFiles } from './rank-brief-files.ts';
import { readFileTexts, type FileTexts } from './read-file-texts.ts';

/** What a listing of the files or the manifest shows: told besides, it only costs tokens. */
const seenAnyway: ReadonlySet<Convention['topic']> = new Set(['sources', 'modules', 'barrels']);

export interface AssembleBriefOptions {
  readonly requirement: Requirement;
  readonly index: RepositoryIndex;
  readonly project: Project;
  readonly maxFiles: number;
  readonly advice?: Advice | undefined;
  /** Default: from the title. */
  readonly name: string | undefined;
  readonly signal: AbortSignal;
}

/** Of 73 real commits of four repositories, files ranked this high were changed in more than one of two cases. */
const probablyChanged = 0.75;

/** Looks up in the repository what an agent has to know for the requirement. The texts are those of the brief's files. */
export async function assembleBrief(
  options: AssembleBriefOptions,
): Promise<{ readonly brief: AgentBrief; readonly texts: FileTexts }> {
  const { requirement, index, project, maxFiles, advice, signal } = options;
  const query = queryOf(requirement);
  const mentions = readMentions(
    query,
    index.inventory.files.map(({ path }) => path),
  );
  const ranked = rankBriefFiles({ query, index, mentions, maxFiles, advice });
  const texts = await readFileTexts(
    index.inventory,
    ranked.map(({ path }) => path),
    signal,
  );
  const files = describeFiles(ranked, index, texts);
  const chosen = new Set(advice?.files.map(({ path }) => path));
  const changed = files.filter(({ path, score, isNamed }) => isNamed || chosen.has(path) || score >= probablyChanged);
  const places = [...changed.map(({ path }) => path), ...mentions.created];
  const { checks, others } = chooseCommands(project.commands, places);
  const criteria = [
    ...findCriteria(requirement.text, checks),
    ...(advice?.criteria ?? []).map((text) => ({ text, source: advice?.by ?? '' })),
  ];
  const estimate = estimateWork({
    files: changed.length + mentions.created.length,
    creates: mentions.created.length,
    criteria: criteria.filter(({ source }) => source === 'the request').length,
  });
  const brief: AgentBrief = {
    name: options.name ?? nameFor(requirement),
    role: roleFor(places),
    requirement,
    root: index.inventory.root,
    files,
    toMake: mentions.created,
    criteria,
    commands: others,
    conventions: project.conventions.filter(({ topic }) => !seenAnyway.has(topic)),
    companions: findCompanions(
      index,
      changed.map(({ path }) => path),
    ),
    risks: [
      ...findRisks({ index, files: changed, hasTestCommand: checks.some(({ purpose }) => purpose === 'test') }),
      ...(advice?.risks ?? []).map(({ path, text }): Risk => ({
        rule: 'model',
        path,
        text: `${text} (${advice?.by})`,
      })),
    ],
    estimate: { minutes: estimate.minutes, files: estimate.files },
    decisions: [],
  };
  return { brief: { ...brief, decisions: [...decisionsOf(brief, changed, maxFiles), ...advised(advice)] }, texts };
}

function advised(advice: Advice | undefined): AgentBrief['decisions'] {
  return advice ? [{ decision: `${advice.by} was asked`, reason: adviceText(advice) }] : [];
}

function nameFor({ title, issue }: Requirement): string {
  return agentName(title, 4) || slug(issue?.id ?? '') || 'agent';
}

function decisionsOf(
  { role, files, toMake, estimate, criteria }: AgentBrief,
  changed: readonly BriefFile[],
  maxFiles: number,
): AgentBrief['decisions'] {
  const asked = criteria.filter(({ source }) => source === 'the request').length;
  return [
    {
      decision: `${files.length} ${files.length === 1 ? 'file' : 'files'}`,
      reason: `what ranks at four tenths of the best or more, ${maxFiles} at most, and what the request names`,
    },
    { decision: role, reason: `by the places of the ${changed.length} that will probably change` },
    {
      decision: `about ${estimate.minutes} minutes`,
      reason: `${changed.length} ${changed.length === 1 ? 'file' : 'files'} to change, ${toMake.length} to make, ${asked} ${asked === 1 ? 'criterion' : 'criteria'} of the request`,
    },
  ];
}
