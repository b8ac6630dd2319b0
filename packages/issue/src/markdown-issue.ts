import { malformed, take, yamlDocument } from './document.ts';
import { fieldsOf, isMapping } from './fields.ts';
import { issueIdOf, type LocalIssueOptions } from './local-issue.ts';
import { commonFields } from './parse-issue.ts';
import type { Issue } from './issue.ts';
import { markdownSections } from './text/markdown-sections.ts';
import { withoutNumber } from './text/without-number.ts';

/**
 * An issue written by hand as Markdown: the first heading is the title and all the rest the description, with its sections and
 * task lists as they are. YAML front matter may hold any field of an issue. Without a heading the first line is the title. A heading
 * that is counted (`1. …`) names the issue without its number; where others of its level are counted too it is a part like them, and
 * stays in the description.
 * @throws CDEV_E_ISSUE_MALFORMED naming file, line and field
 */
export async function parseMarkdownIssue(text: string, file: string, options: LocalIssueOptions = {}): Promise<Issue> {
  const { matter, body } = splitFrontMatter(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  const document = await yamlDocument(matter, file, true);
  return take(document, file, (value) => {
    const given = isMapping(value) ? value : value === null ? {} : fieldsOf(value) && {};
    const fields = fieldsOf(given);
    const { title, description } = fields.has('title')
      ? { title: fields.required('title'), description: body.trim() }
      : splitTitle(body, file);
    return {
      schemaVersion: 1,
      source: options.source ?? 'file',
      id: issueIdOf(fields, file, title),
      ...commonFields(fieldsOf({ ...given, title, description })),
      fetchedAt: options.fetchedAt ?? new Date().toISOString(),
    };
  });
}

/** The line of `---` counts as a line of the front matter, so that its lines are those of the file. */
function splitFrontMatter(text: string): { matter: string; body: string } {
  const [, matter, body] =
    /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)([\s\S]*)/.exec(text)?.map((part) => part ?? '') ?? [];
  return matter === undefined || body === undefined ? { matter: '', body: text } : { matter: `\n${matter}`, body };
}

function splitTitle(body: string, file: string): { title: string; description: string } {
  const lines = body.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) throw malformed({ file, line: '1', problem: 'there is no text, so no title' });
  const heading = headingIn(lines);
  if (!heading) return { title: uncounted(lines.slice(first)), description: body.trim() };
  const rest = [...lines.slice(0, heading.line), ...lines.slice(heading.line + heading.length)];
  const isPart = isCounted(heading.title) && hasCountedSiblings(body, heading.title);
  const isAnnounced = isPart && first < heading.line;
  return {
    title: uncounted(isAnnounced ? lines.slice(first) : [heading.title, ...lines.slice(heading.line + heading.length)]),
    description: (isPart ? body : rest.join('\n')).trim(),
  };
}

function isCounted(title: string): boolean {
  return withoutNumber(title) !== title;
}

function hasCountedSiblings(body: string, title: string): boolean {
  const sections = markdownSections(body);
  const level = sections.find((section) => section.title === title)?.level;
  return sections.filter((section) => section.level === level && isCounted(section.title)).length > 1;
}

/** The first of these lines that says something beside its number; the number where none does. */
function uncounted(lines: readonly string[]): string {
  const said = lines.map((line) => withoutNumber(line.trim())).find((line) => line !== '');
  return said ?? (lines[0] ?? '').trim();
}

/** The first heading, `# so` or underlined, outside fenced code. */
function headingIn(lines: readonly string[]): { title: string; line: number; length: number } | undefined {
  let fence: string | undefined;
  for (const [line, text] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark !== undefined && fence === undefined) fence = mark;
    else if (mark !== undefined && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    if (fence !== undefined || mark !== undefined) continue;
    const title = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(text)?.[1];
    if (title !== undefined && title !== '') return { title, line, length: 1 };
    const isUnderlined = /^ {0,3}(?:=+|-{2,})[ \t]*$/.test(lines[line + 1] ?? '');
    if (isUnderlined && text.trim() !== '' && !/^\s*(?:[-*+>|]|\d+[.)])/.test(text))
      return { title: text.trim(), line, length: 2 };
  }
  return undefined;
}
