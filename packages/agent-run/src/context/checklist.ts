import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { slug } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';
import type { AgentContext } from './agent-context.ts';
import { readText } from './context-store.ts';

export interface ChecklistItem {
  /** Stable through edits of the text: `criterion-1`, `create-src-a-ts`; `item-3` for one somebody added. */
  readonly id: string;
  /** One line of Markdown. */
  readonly text: string;
  readonly done: boolean;
}

/** What an agent ticks off; a Markdown task list, in its worktree as `.cdev/checklist.md`. */
export interface Checklist {
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

/** `.cdev/checklist.md` in the worktree. */
export function checklistFile(worktree: string): string {
  return join(worktree, '.cdev', 'checklist.md');
}

/** An item for each criterion and each promised file, none done. */
export function createChecklist({
  title,
  criteria,
  mayCreate,
}: Pick<AgentContext, 'title' | 'criteria' | 'mayCreate'>): Checklist {
  const items = [
    ...criteria.map((text, index) => ({ id: `criterion-${index + 1}`, text })),
    ...mayCreate.map((path) => ({ id: `create-${slug(path, 100)}`, text: `\`${path}\` exists` })),
  ];
  return {
    title: oneLine(title),
    items: distinct(items.map(({ id, text }) => ({ id, text: oneLine(text), done: false }))),
  };
}

const item = /^\s*(?:[-*+]|\d+[.)])?\s*\[([ xX])\]\s+(.*?)\s*$/;

/**
 * The items of a task list: `- [x] text`, also the `1. [x] text` and `[x] text` of the earlier scripts' validation_checklist.txt. Other
 * lines are passed over. An id stands behind the text in a comment; without one it is `item-<n>`.
 */
export function parseChecklist(text: string): Checklist {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [, title = ''] = lines.map((line) => /^#\s+(.*?)\s*$/.exec(line)).find((found) => found !== null) ?? [];
  const found = lines.map((line) => item.exec(line)).filter((match) => match !== null);
  const items = found.map(([, mark = '', rest = ''], index) => {
    const [, body = rest, id = `item-${index + 1}`] = /^(.*?)\s*<!--\s*([\w-]+)\s*-->$/.exec(rest) ?? [];
    return { id, text: body, done: mark !== ' ' };
  });
  return { title: title.replace(/^(?:Validation )?Checklist(?::| for)\s*/i, ''), items: distinct(items) };
}

/** The checklist as Markdown, in the form that `parseChecklist` reads: each point on one line, with its id in a comment. */
export function serialiseChecklist({ title, items }: Checklist): string {
  const lines = items.map(({ id, text, done }) => `- [${done ? 'x' : ' '}] ${oneLine(text)} <!-- ${id} -->`);
  return `# Checklist: ${oneLine(title)}\n\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** @throws CDEV_E_RUN_CONTEXT_MISSING */
export async function readChecklist(file: string): Promise<Checklist> {
  return parseChecklist(await readText(file));
}

/** Writes it whole or not at all; the folder is made. */
export async function writeChecklist(file: string, checklist: Checklist): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, serialiseChecklist(checklist));
}

/** A line break would end the item, and a comment within the text would hide its id. */
function oneLine(text: string): string {
  return text.replaceAll('<!--', '<! --').replace(/\s+/g, ' ').trim();
}

function distinct(items: readonly ChecklistItem[]): readonly ChecklistItem[] {
  const seen = new Map<string, number>();
  return items.map((entry) => {
    const count = (seen.get(entry.id) ?? 0) + 1;
    seen.set(entry.id, count);
    return count === 1 ? entry : { ...entry, id: `${entry.id}-${count}` };
  });
}
