import { agentOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { commitType } from './commit-type.ts';

export interface CommitMessageOptions {
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  /** Default `<type>(<agent>): <title>`, with the type that the files and the title tell. */
  readonly message?: string | undefined;
  /** What the commit changes. */
  readonly files?: readonly string[] | undefined;
}

const trailer = /^[A-Za-z][A-Za-z0-9-]*: \S/;

/** The message with the trailers `Task:` (the issue), `Agent:` and `Plan:`; those it has already stay as they are. */
export function commitMessage({ plan, agentId, message, files = [] }: CommitMessageOptions): string {
  const title = oneLine(agentOf(plan, agentId).title);
  const subject = `${commitType(title, files)}(${agentId}): ${title}`;
  const text = (message ?? '').replaceAll('\r\n', '\n').trim() || subject;
  const trailers = [
    ...(plan.issue ? [`Task: ${oneLine(plan.issue.id)}`] : []),
    `Agent: ${agentId}`,
    `Plan: ${plan.id}`,
  ].filter((line) => !hasTrailer(text, line.slice(0, line.indexOf(':') + 1)));
  if (trailers.length === 0) return `${text}\n`;
  return `${text}${endsInTrailers(text) ? '\n' : '\n\n'}${trailers.join('\n')}\n`;
}

function endsInTrailers(text: string): boolean {
  const paragraphs = text.split(/\n[ \t]*\n/);
  return paragraphs.length > 1 && (paragraphs.at(-1) ?? '').split('\n').every((line) => trailer.test(line));
}

function hasTrailer(text: string, key: string): boolean {
  return text.split('\n').some((line) => line.toLowerCase().startsWith(key.toLowerCase()));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
