import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureExcluded } from '@cdev/git';
import type { DriverName } from '../drivers/index.ts';

interface Skill {
  readonly name: string;
  readonly summary: string;
  readonly text: string;
}

const skills: readonly Skill[] = [
  {
    name: 'agent-start',
    summary: 'Begin, or go on with, the part of the plan that this worktree is for',
    text: 'Read .cdev/prompt.md whole: it is your task. Read .cdev/checklist.md for what is open. Write only what the task says you own; for anything else, ask with the tool `claim` of the server cdev, or leave it.',
  },
  {
    name: 'agent-status',
    summary: 'Say how far this part of the plan is',
    text: 'Compare .cdev/checklist.md with the state of the worktree (git status, git log). Say in a few lines what is done, what is open, and what is in the way; tick off what is really done, nothing else.',
  },
  {
    name: 'agent-commit',
    summary: 'Commit this part of the plan as the plan wants it',
    text: 'Run `npx cdev-agent-commit --dry-run` in this worktree and read what it says. Mend what is wrong, then run `npx cdev-agent-commit`. Do not go around its refusals.',
  },
];

type Form = (skill: Skill) => { readonly file: string; readonly content: string };

/** Each assistant's own place for what a project teaches it. Codex has no commands of a project, but skills: it tells its model of them by itself. */
const forms: Readonly<Partial<Record<DriverName, Form>>> = {
  claude: ({ name, ...skill }) => ({ file: `.claude/commands/${name}.md`, content: markdown(skill) }),
  opencode: ({ name, ...skill }) => ({ file: `.opencode/command/${name}.md`, content: markdown(skill) }),
  codex: (skill) => ({ file: `.agents/skills/${skill.name}/SKILL.md`, content: skillText(skill) }),
  gemini: ({ name, ...skill }) => ({ file: `.gemini/commands/${name}.toml`, content: toml(skill) }),
  // It takes TOML too, and then asks whoever opens it to have that form changed.
  qwen: ({ name, ...skill }) => ({ file: `.qwen/commands/${name}.md`, content: markdown(skill) }),
};

export interface WriteSkillsOptions {
  readonly commonDir: string;
  readonly worktree: string;
  readonly driver: DriverName;
}

/**
 * Writes the commands `agent-start`, `agent-status` and `agent-commit` where the assistant finds them. Git ignores them by the repository's own
 * exclude file, so they are in no commit; a file of that name that is there stays as it is.
 */
export async function writeSkills({ commonDir, worktree, driver }: WriteSkillsOptions): Promise<readonly string[]> {
  const form = forms[driver];
  if (!form) return [];
  const written: string[] = [];
  for (const { file, content } of skills.map(form)) {
    const path = join(worktree, file);
    if (await lstat(path).catch(() => undefined)) continue;
    await ensureExcluded(commonDir, `/${file}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
    written.push(file);
  }
  return written;
}

function markdown({ summary, text }: Omit<Skill, 'name'>): string {
  return `---\ndescription: ${summary}\n---\n\n${text}\n`;
}

/** The Agent Skills form: https://agentskills.io/specification */
function skillText({ name, summary, text }: Skill): string {
  return `---\nname: ${name}\ndescription: ${summary}\n---\n\n${text}\n`;
}

function toml({ summary, text }: Omit<Skill, 'name'>): string {
  return `description = ${JSON.stringify(summary)}\nprompt = ${JSON.stringify(text)}\n`;
}
