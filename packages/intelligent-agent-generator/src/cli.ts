import { prepareForOneAnswer } from '@cdev/code-graph/one-answer';
import { defineCommand, type Script } from '@cdev/core/cli';

const generate = defineCommand({
  name: '',
  summary: 'Writes the definition and the context of a coding agent from a requirement and the repository',
  positionals: { requirement: { description: 'What is to be done, as a text, or - for stdin' } },
  options: {
    issue: { type: 'string', placeholder: 'id', description: 'A cached issue, or the path of an issue file' },
    file: { type: 'string', placeholder: 'path', description: 'A file with the requirement' },
    for: {
      type: 'string',
      choices: ['context', 'claude', 'agents-md', 'codex', 'gemini', 'opencode', 'skill'],
      default: 'context',
      placeholder: 'name',
      description: 'A context pack, or an agent in the form of an assistant',
    },
    out: {
      type: 'string',
      placeholder: 'path',
      description: "Write to this file (default: the assistant's own place; a context pack to stdout)",
    },
    name: { type: 'string', description: 'The name of the agent (default: from the title)' },
    'max-tokens': { type: 'number', default: 6000, description: 'How long the text may be, by estimate' },
    'max-files': { type: 'number', default: 10, description: 'Ranked files at most, beside those that are named' },
    llm: {
      type: 'string',
      placeholder: 'model',
      description:
        'Ask a model too, as openai:MODEL, anthropic:MODEL, claude[:MODEL] or codex[:MODEL]; what it says is checked',
    },
    explain: { type: 'boolean', description: 'Show every reason for every file and decision' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-intelligent-agent-generator "Charge a fee for late returns"',
      'Prints a context pack: files, tests, commands, criteria, risks, and the lines that matter.',
    ],
    [
      'cdev-intelligent-agent-generator --issue ENG-123 --for claude',
      'Writes .claude/agents/<name>.md for a cached issue.',
    ],
    [
      'cdev-intelligent-agent-generator --file docs/login.md --max-tokens 2000 --out context.md',
      'Writes a pack of 2,000 tokens at most to a file.',
    ],
  ],
  toOptions: ({ requirement, for: target, ...options }) => ({
    text: requirement,
    issue: options.issue,
    file: options.file,
    target,
    out: options.out,
    name: options.name,
    maxTokens: options['max-tokens'],
    maxFiles: options['max-files'],
    llm: options.llm,
    explain: options.explain,
    isDryRun: options['dry-run'],
  }),
  run: async (options, context) => {
    prepareForOneAnswer(context.env);
    return (await import('./intelligent-agent-generator.ts')).intelligentAgentGenerator(options, context);
  },
  human: async (result, page) => (await import('./human.ts')).generateText(result, page),
});

const rank = defineCommand({
  name: 'rank',
  summary: 'Ranks the files that a request will most likely read or change',
  positionals: {},
  options: {
    query: { type: 'string', placeholder: 'text', description: 'The request, or - for stdin' },
    'query-file': { type: 'string', placeholder: 'path', description: 'A file with the request' },
    limit: { type: 'number', default: 50, description: 'Files at most' },
    'ignore-history': { type: 'boolean', description: 'Rank as in a clone without history' },
  },
  changesWorld: false,
  examples: [
    ['cdev-intelligent-agent-generator rank --query "late fees" --limit 10', 'Shows ten files, each with its reasons.'],
    ['cdev-intelligent-agent-generator rank --query-file issue.md --json', 'The best 50 as JSON, under data.files.'],
  ],
  toOptions: ({ query, 'query-file': queryFile, limit, 'ignore-history': ignoreHistory }) => ({
    query,
    queryFile,
    limit,
    ignoreHistory,
  }),
  run: async (options, context) => {
    prepareForOneAnswer(context.env);
    return (await import('./rank-request.ts')).rankRequest(options, context);
  },
  human: async (result, page) => (await import('./human.ts')).rankText(result, page),
});

export const script: Script = {
  name: 'cdev-intelligent-agent-generator',
  summary: generate.summary,
  commands: [generate, rank],
  health: async (context) => (await import('./health.ts')).health(context),
};
