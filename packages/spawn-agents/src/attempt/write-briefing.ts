import {
  checklistFile,
  contextFile,
  createChecklist,
  createContext,
  promptFile,
  renderPrompt,
  writeChecklist,
  writeContext,
  type AgentContext,
  type CreateContextOptions,
} from '@cdev/agent-run';
import { writeFileAtomic } from '@cdev/git';
import { isThere } from './is-there.ts';

export interface Briefing {
  readonly context: AgentContext;
  readonly prompt: string;
  readonly contextFile: string;
  readonly promptFile: string;
}

/** Writes what an agent is told into its worktree. A checklist that is there stays: it has the agent's ticks. */
export async function writeBriefing(options: CreateContextOptions): Promise<Briefing> {
  const { worktree } = options;
  const context = createContext(options);
  const prompt = renderPrompt(context);
  const files = { contextFile: contextFile(worktree), promptFile: promptFile(worktree) };
  await writeContext(files.contextFile, context);
  await writeFileAtomic(files.promptFile, prompt);
  const checklist = checklistFile(worktree);
  if (!(await isThere(checklist))) await writeChecklist(checklist, createChecklist(context));
  return { context, prompt, ...files };
}
