import type { AgentBrief } from '../brief/agent-brief.ts';
import { capital, describeAgent, instructAgent, measureOf } from './agent-words.ts';
import { withFrontMatter } from './front-matter.ts';
import type { Target, TargetName } from './target.ts';
import { tomlLines, tomlText } from './toml-text.ts';

const definition = {
  level: 2,
  hasExcerpts: false,
  opening: (brief: AgentBrief) => [instructAgent(brief)],
  comment: 'html',
} as const;

export const targets: Readonly<Record<TargetName, Target>> = {
  context: {
    title: 'a context pack',
    place: undefined,
    level: 2,
    hasExcerpts: true,
    opening: (brief) => [
      `# ${brief.requirement.title}`,
      `For a ${brief.role}: ${measureOf(brief)}. What follows was found in the repository for this task; no command was run.`,
    ],
    wrap: (_, text) => text,
    comment: 'html',
  },
  // https://code.claude.com/docs/en/sub-agents
  claude: {
    ...definition,
    title: 'Claude Code',
    place: (name) => `.claude/agents/${name}.md`,
    wrap: (brief, text) => withFrontMatter({ name: brief.name, description: describeAgent(brief) }, text),
  },
  // https://agents.md
  'agents-md': {
    ...definition,
    title: 'AGENTS.md',
    place: () => 'AGENTS.md',
    level: 3,
    opening: (brief) => [
      `## ${capital(brief.role)} for "${brief.requirement.title}"`,
      `This section concerns only who works on this task (agent \`${brief.name}\`).`,
    ],
    wrap: (_, text) => text,
    comment: 'section',
  },
  // https://developers.openai.com/codex/subagents
  codex: {
    ...definition,
    title: 'Codex',
    place: (name) => `.codex/agents/${name}.toml`,
    wrap: (brief, text) =>
      [
        `name = ${tomlText(brief.name)}`,
        `description = ${tomlText(describeAgent(brief))}`,
        `developer_instructions = ${tomlLines(text)}`,
        '',
      ].join('\n'),
    comment: 'hash',
  },
  // https://geminicli.com/docs/core/subagents
  gemini: {
    ...definition,
    title: 'Gemini CLI',
    place: (name) => `.gemini/agents/${name}.md`,
    wrap: (brief, text) =>
      withFrontMatter({ name: brief.name, description: describeAgent(brief), kind: 'local' }, text),
  },
  // https://opencode.ai/docs/agents
  opencode: {
    ...definition,
    title: 'OpenCode',
    place: (name) => `.opencode/agent/${name}.md`,
    wrap: (brief, text) =>
      withFrontMatter(
        { description: describeAgent(brief), mode: 'subagent', permission: { edit: editPermissions(brief) } },
        text,
      ),
  },
  // https://agentskills.io/specification: the folder has the skill's name, a description at most 1,024 characters
  skill: {
    ...definition,
    title: 'an Agent Skill',
    place: (name) => `.agents/skills/${name}/SKILL.md`,
    wrap: (brief, text) =>
      withFrontMatter({ name: brief.name, description: describeAgent(brief).slice(0, 1024) }, text),
  },
};

/** The last rule that matches wins. A ranking is no proof, so what is not in the brief is asked for and not refused. */
function editPermissions({ files, toMake }: AgentBrief): Readonly<Record<string, 'ask' | 'allow'>> {
  const paths = [...files.flatMap(({ path, tests }) => [path, ...tests]), ...toMake];
  return { '*': 'ask', ...Object.fromEntries([...new Set(paths)].toSorted().map((path) => [path, 'allow' as const])) };
}
