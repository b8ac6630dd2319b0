import { relative, resolve, sep } from 'node:path';
import { detectProject, type RepositoryIndex } from '@cdev/code-graph';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, type Repository } from '@cdev/git';
import type { AgentBrief } from './brief/agent-brief.ts';
import { assembleBrief } from './brief/assemble-brief.ts';
import type { Target, TargetName } from './definition/target.ts';
import { targets } from './definition/targets.ts';
import { errors } from './errors.ts';
import { adviceText, type Advice } from './llm/advice.ts';
import type { LlmPort } from './llm/llm-port.ts';
import { openIndex } from './open-index.ts';
import { makePack, type Pack } from './pack/make-pack.ts';
import { requireCount } from './require-count.ts';
import { readRequirement, type RequirementSource } from './requirement/read-requirement.ts';
import { queryOf, type Requirement } from './requirement/requirement.ts';
import { applyFile } from './write/apply-file.ts';
import { digest } from './write/mark.ts';
import { planFile, type PlannedFile } from './write/plan-file.ts';

export interface GenerateOptions extends RequirementSource {
  readonly target: TargetName;
  /** Where the file is written; without it a definition goes to its own place, a context pack to nowhere. */
  readonly out: string | undefined;
  /** Default: from the title. */
  readonly name: string | undefined;
  /** Tokens of the text at most, by estimate. */
  readonly maxTokens: number;
  /** Ranked files at most. */
  readonly maxFiles: number;
  /** A model that is asked too: `openai:MODEL`, `anthropic:MODEL`, or an assistant of this machine: `claude`, `codex`, each also with `:MODEL`. */
  readonly llm?: string | undefined;
  readonly explain: boolean;
  readonly isDryRun: boolean;
}

/** What became of the file. */
export interface GeneratedFile extends Pick<PlannedFile, 'action' | 'doubt'> {
  /** As people call it. */
  readonly path: string;
  readonly isWritten: boolean;
  /** Where what was there before is kept, when it was replaced and is nowhere else. */
  readonly kept: string | undefined;
}

export interface GenerateResult extends Pack {
  readonly brief: AgentBrief;
  readonly target: TargetName;
  readonly maxTokens: number;
  /** Undefined when nothing is to be written. */
  readonly file: GeneratedFile | undefined;
  /** Undefined when no model was asked. */
  readonly advice: Advice | undefined;
  readonly explain: boolean;
}

/**
 * Makes an agent for a requirement: what the repository says about the work, written for an assistant. The same repository and
 * requirement give the same text, unless a model is asked.
 * @throws CDEV_E_AGENT_GENERATOR_*; CDEV_E_ISSUE_* for issues and files; CDEV_E_CODE_GRAPH_* for the folder
 */
export async function intelligentAgentGenerator(
  options: GenerateOptions,
  context: Context,
): Promise<Outcome<GenerateResult>> {
  const { target: name, maxTokens, explain, isDryRun } = options;
  assertPossible(options);
  const target = targets[name];
  const port =
    options.llm === undefined ? undefined : (await import('./llm/open-port.ts')).openPort(options.llm, context.env);
  const repository = await findRepository(context);
  const requirement = await readRequirement(options, context, repository?.commonDir);
  if (target.place && options.out === undefined && repository?.top === undefined && repository)
    throw errors.make('CDEV_E_AGENT_GENERATOR_NO_FOLDER', { repository: repository.gitDir });
  const root = repository?.top ?? context.cwd;
  const out = options.out === undefined ? undefined : resolve(context.cwd, options.out);
  const leaveOut = out === undefined ? undefined : posixPath(root, out);
  const index = await openIndex({ query: queryOf(requirement), leaveOut }, context);
  const project = await detectProject(index.inventory);
  const advice = port && (await advise({ requirement, index, port }, context));
  const { brief, texts } = await assembleBrief({
    ...options,
    requirement,
    index,
    project,
    advice,
    signal: context.signal,
  });
  const pack = await makePack({ brief, index, texts }, target, maxTokens);
  const plan = await planDefinition({ brief, pack, target, out, root, shown: options.out });
  const file = plan && (await finish(plan, { isDryRun, top: repository?.top }, context));
  return { result: { brief, target: name, ...pack, maxTokens, file, advice, explain }, status: 'ok' };
}

async function advise(
  question: { readonly requirement: Requirement; readonly index: RepositoryIndex; readonly port: LlmPort },
  { progress, signal }: Context,
): Promise<Advice> {
  const { askAdvice } = await import('./llm/ask-advice.ts');
  const task = progress.begin(`Asking ${question.port.name}`);
  try {
    const advice = await askAdvice(question, signal);
    task.done(adviceText(advice));
    return advice;
  } catch (error) {
    task.failed();
    throw error;
  }
}

function assertPossible({ name, maxTokens, maxFiles }: GenerateOptions): void {
  requireCount('--max-tokens', maxTokens);
  requireCount('--max-files', maxFiles);
  if (name !== undefined && !(name.length <= 60 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)))
    throw errors.make('CDEV_E_AGENT_GENERATOR_NAME_INVALID', { name });
}

async function findRepository({ cwd, signal }: Context): Promise<Repository | undefined> {
  try {
    return await openRepository(cwd, { signal });
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return undefined;
    throw error;
  }
}

function posixPath(from: string, to: string): string {
  return relative(from, to).replaceAll(sep, '/');
}

interface PlanOptions {
  readonly brief: AgentBrief;
  readonly pack: Pack;
  readonly target: Target;
  /** Absolute. */
  readonly out: string | undefined;
  readonly root: string;
  /** As `out` was typed. */
  readonly shown: string | undefined;
}

async function planDefinition({
  brief,
  pack,
  target,
  out,
  root,
  shown,
}: PlanOptions): Promise<PlannedFile | undefined> {
  const place = target.place?.(brief.name);
  const file = out ?? (place === undefined ? undefined : resolve(root, place));
  if (file === undefined) return undefined;
  return planFile({
    file,
    shown: shown ?? place ?? file,
    text: pack.text,
    name: brief.name,
    requirement: digest(queryOf(brief.requirement)),
    comment: target.comment,
  });
}

async function finish(
  plan: PlannedFile,
  { isDryRun, top }: { readonly isDryRun: boolean; readonly top: string | undefined },
  context: Context,
): Promise<GeneratedFile> {
  const { shown, action, doubt } = plan;
  const { kept } = isDryRun ? { kept: undefined } : await applyFile(plan, { top }, context);
  return { path: shown, action, doubt, kept, isWritten: !isDryRun && action !== 'unchanged' };
}
