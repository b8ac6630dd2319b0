import type { AgentBrief } from '../brief/agent-brief.ts';

/** One line that says when to call on the agent. */
export function describeAgent({ role, requirement, files }: AgentBrief): string {
  const best = files.slice(0, 3).map(({ path }) => path);
  const about = best.length === 0 ? '' : ` and for questions about ${best.join(', ')}`;
  return `${capital(role)} for the task "${requirement.title}". Use it for this task${about}.`;
}

/** What the agent is told first, as the ones before its task. */
export function instructAgent({ role, criteria }: AgentBrief): string {
  const begin = `You are the ${role} for one task in this repository. Begin with the files named below: they were ranked for the task, so search only for what they do not answer.`;
  const end =
    'You are done when every point under "Done when" holds. Its commands were found in the repository and not run: run them, and say "not run" of what you did not run.';
  return criteria.length === 0 ? begin : `${begin} ${end}`;
}

export function measureOf({ estimate: { minutes, files } }: AgentBrief): string {
  return `about ${minutes} minutes and ${files} ${files === 1 ? 'file' : 'files'} to change, a rough estimate`;
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
