import { join } from 'node:path';
import { symbolWords, type SharedRule } from '@cdev/deployment-plan';
import type { AgentContext } from './agent-context.ts';

/** `.cdev/prompt.md` in the worktree. */
export function promptFile(worktree: string): string {
  return join(worktree, '.cdev', 'prompt.md');
}

const ruleTexts: Readonly<Record<SharedRule, string>> = {
  json: 'merged entry by entry: add or change your own entries and leave those of others',
  yaml: 'merged entry by entry: add or change your own entries and leave those of others',
  imports: 'merged line by line as a set: add your own imports and exports, and do not sort or reformat the rest',
  union: 'merged line by line, keeping the lines of both sides: add lines, and do not change those that are there',
  symbols: 'split by its declarations, each of which one agent may change',
  lockfile: 'made anew by the package manager after the merge: let the package manager write it, never edit it by hand',
};

/** The text an agent is started with: Markdown, the same for every assistant. */
export function renderPrompt(context: AgentContext): string {
  const { title, role, issue, plan, agent, attempt, feedback, task } = context;
  const sections = [
    `# ${title}`,
    `${role === '' ? '' : `Your role: ${role}. `}You are agent \`${agent}\` of plan \`${plan}\`${issue ? ` for ${describeIssue(issue)}` : ''}. Other agents work on other parts of this repository at the same time, each in a worktree of its own.`,
    section(`What the last attempt lacked (this is attempt ${attempt})`, feedback?.trim() ?? ''),
    section('Task', task.trim()),
    section(
      'What you may write',
      [
        ...list(context.owns, code),
        'Nothing else: a change to any other path is taken out of your work before it is merged. If you need one that nobody owns, claim it first: `cdev-agent-commit claim <path>`. If another agent owns it, say in your last message what it should be changed to.',
      ].join('\n\n'),
    ),
    section('What you may claim', listClaimable(context)),
    section('Shared with other agents', listShared(context)),
    section('Files that must be there at the end', list(context.mayCreate, code).join('\n')),
    section('Read first', list(context.reads, code).join('\n')),
    section(
      'Built before you',
      context.dependsOn.length === 0
        ? ''
        : `Your branch already holds the work of ${context.dependsOn.map(code).join(', ')}.`,
    ),
    section('Done when', list(context.criteria).join('\n')),
    section('How it will be checked', listChecks(context)),
    section(
      'Rules',
      rules(context)
        .map((rule) => `- ${rule}`)
        .join('\n'),
    ),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function describeIssue({ id, title, url }: NonNullable<AgentContext['issue']>): string {
  const name = title === '' ? id : `${id} (${title})`;
  return url === undefined ? name : `[${name}](${url})`;
}

function list(items: readonly string[], render: (text: string) => string = (text) => text): readonly string[] {
  return items.length === 0 ? [] : [items.map((text) => `- ${render(text)}`).join('\n')];
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function listShared({ shared, agent }: AgentContext): string {
  return shared
    .map((entry) => {
      const { path, rule, reason } = entry;
      const own =
        rule === 'symbols'
          ? `. Yours: ${symbolWords(entry, agent)}, the imports they need, and what you add. Leave every other declaration as it is, comments and layout too: a change to one is refused. Where one has to change, say so in your last message`
          : '';
      return `- ${code(path)}: ${ruleTexts[rule]}${own}${reason === '' ? '' : ` (${reason})`}`;
    })
    .join('\n');
}

function listClaimable({ claimable = [] }: AgentContext): string {
  if (claimable.length === 0) return '';
  const files = claimable.map(({ path, reason }) => `- ${code(path)}${reason === '' ? '' : `: ${reason}`}`);
  return [
    'Nobody owns these files, and your task is likely to need some of them. Claim one when you know that you must change it, before you do: `cdev-agent-commit claim <path>`. The first to claim it has it; reading needs no claim.',
    files.join('\n'),
  ].join('\n\n');
}

function listChecks({ checks, commands }: AgentContext): string {
  const entry = ({ name, command }: { name: string; command: string }): string => `- ${name}: ${code(command)}`;
  const checked = checks.map(entry).join('\n');
  const known = commands.filter(({ command }) => !checks.some((check) => check.command === command)).map(entry);
  return [checked, known.length === 0 ? '' : `Other commands of this project:\n\n${known.join('\n')}`]
    .filter((text) => text !== '')
    .join('\n\n');
}

function rules({ branch }: AgentContext): readonly string[] {
  return [
    'Tick off `.cdev/checklist.md` as you go; nothing else in `.cdev/` is yours to change.',
    `Stay on branch ${code(branch)}. Commit there if you like; do not push, rebase, merge, or switch branches.`,
    'Finish or remove what you begin: no conflict markers, debugging output or unfinished files.',
    'Where you have the tools of `cdev` (ownership, claim, tick, report, validate, commit), use them: report a blocker as soon as you meet one.',
    'Run the checks above before you end. Say honestly what you did not do and which checks you did not run.',
  ];
}
