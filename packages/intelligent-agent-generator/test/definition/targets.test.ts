import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { targets } from '../../src/definition/targets.ts';
import { sampleBrief } from '../sample-brief.ts';

function frontMatter(text: string) {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(text) ?? [];
  return { fields: parse(head) as Record<string, unknown>, body };
}

const description =
  'Back-end engineer for the task "Charge "late" fees: now". Use it for this task and for questions about src/late fee.ts, src/`odd`.ts.';

describe('the forms of an agent', () => {
  test('have their places', () => {
    const places = Object.entries(targets).map(([name, { place }]) => [name, place?.('late-fees')]);
    expect(Object.fromEntries(places)).toEqual({
      context: undefined,
      claude: '.claude/agents/late-fees.md',
      'agents-md': 'AGENTS.md',
      codex: '.codex/agents/late-fees.toml',
      gemini: '.gemini/agents/late-fees.md',
      opencode: '.opencode/agent/late-fees.md',
      skill: '.agents/skills/late-fees/SKILL.md',
    });
  });

  test('Claude Code gets name and description', () => {
    expect(frontMatter(targets.claude.wrap(sampleBrief, 'Body\n'))).toEqual({
      fields: { name: 'late-fees', description },
      body: 'Body\n',
    });
  });

  test('Gemini CLI gets the kind besides', () => {
    expect(frontMatter(targets.gemini.wrap(sampleBrief, 'Body\n')).fields).toEqual({
      name: 'late-fees',
      description,
      kind: 'local',
    });
  });

  test('a skill has the name of its folder and a description that is not too long', () => {
    const { fields, body } = frontMatter(targets.skill.wrap(sampleBrief, 'Body\n'));
    expect({ fields, body }).toEqual({ fields: { name: 'late-fees', description }, body: 'Body\n' });
    const long = { ...sampleBrief, requirement: { ...sampleBrief.requirement, title: 'x'.repeat(2000) } };
    expect(frontMatter(targets.skill.wrap(long, '')).fields['description']).toHaveLength(1024);
  });

  test('OpenCode may edit the files, their tests and those to be made, and asks for all others first', () => {
    const { fields } = frontMatter(targets.opencode.wrap(sampleBrief, 'Body\n'));
    expect(fields).toMatchObject({ description, mode: 'subagent' });
    expect(Object.entries((fields['permission'] as { edit: object }).edit)).toEqual([
      ['*', 'ask'],
      ['src/`odd`.ts', 'allow'],
      ['src/late fee.ts', 'allow'],
      ['src/new.ts', 'allow'],
      ['test/late-fee.test.ts', 'allow'],
    ]);
  });

  test('Codex gets TOML', () => {
    expect(targets.codex.wrap(sampleBrief, 'Say "x" \\o/\n')).toBe(
      `name = "late-fees"\ndescription = "${description.replaceAll('"', '\\"')}"\ndeveloper_instructions = """\nSay "x" \\\\o/\n"""\n`,
    );
  });

  test('a definition begins with what the agent is, and speaks of criteria only when there are some', () => {
    expect(targets.claude.opening(sampleBrief)[0]).toMatch(/^You are the back-end engineer .*"Done when"/);
    expect(targets.claude.opening({ ...sampleBrief, criteria: [] })[0]).not.toContain('Done when');
  });
});
