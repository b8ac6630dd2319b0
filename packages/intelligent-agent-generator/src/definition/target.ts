import type { AgentBrief } from '../brief/agent-brief.ts';

/** The forms an agent can be written in. */
export const targetNames = ['context', 'claude', 'agents-md', 'codex', 'gemini', 'opencode', 'skill'] as const;

export type TargetName = (typeof targetNames)[number];

/** One form: where its file is and how what the agent is told stands in it. */
export interface Target {
  /** For people. */
  readonly title: string;
  /** Relative to the repository; undefined for what has no place of its own. */
  readonly place: ((name: string) => string) | undefined;
  /** Level of the section headings. */
  readonly level: number;
  /** Whether lines of the files are shown: they grow old, so only where the text is read at once. */
  readonly hasExcerpts: boolean;
  /** What stands before the sections. */
  readonly opening: (brief: AgentBrief) => readonly string[];
  /** The file, or the section of it, around the text. */
  readonly wrap: (brief: AgentBrief, text: string) => string;
  /** How the file says who wrote it. */
  readonly comment: 'html' | 'hash' | 'section';
}
