import { readFile } from 'node:fs/promises';
import type { RunResult } from '@cdev/core/subprocess';
import { z } from 'zod';
import { parseJson } from './answer.ts';
import type { Question } from './llm-port.ts';

type Texts = Pick<Question<unknown>, 'instruction' | 'text'>;

interface Files {
  /** Holds the JSON Schema of the answer. */
  readonly schema: string;
  /** Where a program may write its answer. */
  readonly answer: string;
}

interface Call {
  readonly instruction: string;
  readonly schema: string;
  readonly model: string | undefined;
  readonly files: Files;
}

/** What came back, or what the program says went wrong. */
interface Reading {
  readonly answer?: unknown;
  readonly problem?: string;
}

/** How one assistant is asked for an answer in a form. */
export interface AgentProgram {
  readonly args: (call: Call) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from stdin. */
  readonly input: (texts: Texts) => string;
  readonly read: (ended: Pick<RunResult, 'stdout'>, files: Files) => Promise<Reading>;
}

const claudeResult = z.object({
  type: z.literal('result'),
  is_error: z.boolean(),
  result: z.string().optional(),
  structured_output: z.unknown().optional(),
});

/** By the name of the program. Flags as `--help` of claude 2.1.332 and codex 0.171.0 tell them. */
export const agentPrograms: Readonly<Record<string, AgentProgram>> = {
  claude: {
    // No tools, no servers, no memory or hooks of the user's: a question is to be answered, nothing to be done. `--tools` takes all words that follow, so it is last.
    args: ({ instruction, schema, model }) => [
      '-p',
      '--output-format',
      'json',
      '--json-schema',
      schema,
      '--system-prompt',
      instruction,
      '--safe-mode',
      '--strict-mcp-config',
      '--no-session-persistence',
      ...(model === undefined ? [] : ['--model', model]),
      '--tools',
      '',
    ],
    env: { DISABLE_AUTOUPDATER: '1' },
    input: ({ text }) => text,
    read: async ({ stdout }) => {
      const { data } = claudeResult.safeParse(parseJson(stdout));
      if (data?.is_error === true) return { problem: data.result ?? '' };
      return { answer: data?.structured_output };
    },
  },
  codex: {
    args: ({ model, files }) => [
      'exec',
      '--ephemeral',
      '--skip-git-repo-check',
      '--color',
      'never',
      '-s',
      'read-only',
      '--output-schema',
      files.schema,
      '-o',
      files.answer,
      ...(model === undefined ? [] : ['-m', model]),
      '-',
    ],
    env: {},
    // It has no place for an instruction apart.
    input: ({ instruction, text }) => `${instruction}\n\n${text}`,
    read: async (_, files) => ({ answer: parseJson(await readFile(files.answer, 'utf8').catch(() => '')) }),
  },
};
