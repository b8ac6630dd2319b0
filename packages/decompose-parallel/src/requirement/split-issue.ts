import { markdownSections, readCriteria, type MarkdownSection as Section } from '@cdev/issue';
import {
  asksForNothing,
  isAside,
  isFormHeading,
  isSolution,
  isStatement,
  withoutConfirmations,
  withoutKind,
} from './issue-form.ts';
import type { Requirement, SplitIssue } from './requirement.ts';
import { shortened } from './shortened.ts';

export type Strategy = 'auto' | 'sections' | 'list' | 'single';

/** Headings that speak of the whole issue or of a part, and ask for nothing by themselves. */
const notAPart =
  /^(?:acceptance(?: criteria)?|criteria|definition of done|background|context|overview|summary|introduction|motivation|why|goals?|non-?goals?|out of scope|scope|notes?|references?|links?|risks?|open questions?|questions?|examples?|testing|test plan|dependencies|timeline|estimate|attachments|comments|screenshots|environment|steps to reproduce|(?:actual|expected) (?:behaviou?r|result)s?|requirements?|tasks?|to-?do|implementation(?: plan)?|technical details?|proposed solution)\W*$/i;
/** Headings under which a list names the parts. */
const listsParts = /^(?:requirements?|tasks?|to-?do|scope|goals?|implementation(?: plan)?|proposed solution|what)\W*$/i;

/**
 * Cuts an issue into requirements: by sibling headings that ask for something, else by the items of its first list of two or more,
 * else as a whole. Nothing of the text is lost: what belongs to no part is the preface.
 */
export function splitIssue(title: string, markdown: string, strategy: Strategy): SplitIssue {
  const sections = markdownSections(markdown);
  const whole = (): SplitIssue => {
    const asides = sections.filter((section) => isAside(plain(section.title)));
    const told = joined(sections.filter((section) => !asides.includes(section)).map(sectionText));
    const { text, confirmations } = withoutConfirmations(asides.length === 0 || told === '' ? markdown.trim() : told);
    return {
      requirements: [
        {
          number: 1,
          title: withoutKind(title),
          text,
          criteria: readCriteria(text),
          source: 'the whole issue',
        },
      ],
      preface: joined([...asides.map(sectionText), confirmations]),
      how: 'one part: the issue names no parts of its own',
    };
  };
  if (strategy === 'single') return { ...whole(), how: 'one part, as asked' };
  const bySections = strategy === 'list' ? undefined : splitBySections(sections);
  const byList = strategy === 'sections' || bySections ? undefined : splitByList(sections);
  return bySections ?? byList ?? whole();
}

function splitBySections(sections: readonly Section[]): SplitIssue | undefined {
  for (const level of [1, 2, 3, 4]) {
    const isPart = (section: Section): boolean => section.level === level && !isHeadOnly(plain(section.title));
    const parts = sections.filter(isPart);
    if (parts.length < 2) continue;
    const requirements: Requirement[] = [];
    const preface: string[] = [];
    let current: { head: Section; body: string[] } | undefined;
    const close = (): void => {
      if (current) requirements.push(requirementFrom(requirements.length + 1, current.head, current.body));
    };
    for (const section of sections) {
      if (section.level > level && current) {
        current.body.push(`${'#'.repeat(section.level)} ${section.title}`, section.text);
      } else {
        close();
        current = isPart(section) ? { head: section, body: [section.text] } : undefined;
        if (!current) preface.push(sectionText(section));
      }
    }
    close();
    return {
      requirements,
      preface: joined(preface),
      how: `${requirements.length} parts: the sections of level ${level}`,
    };
  }
  return undefined;
}

/** It speaks of the whole issue, or is a question of the tracker's form. */
function isHeadOnly(title: string): boolean {
  return notAPart.test(title) || isFormHeading(title);
}

function sectionText({ level, title, text }: Section): string {
  return level === 0 ? text : `${'#'.repeat(level)} ${title}\n\n${text}`;
}

function requirementFrom(number: number, { title }: Section, body: readonly string[]): Requirement {
  const text = joined(body);
  const isNumber = /^\(?\d{1,2}(?:\.\d+)*[.):]?$/.test(title);
  const said = text.split('\n').map((line) => line.replace(/^\s*(?:#+|[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, '').trim());
  // A number names nothing: then what the part says first does.
  const named = isNumber ? shortTitle(said.find((line) => line !== '') ?? title) : plain(title);
  return { number, title: named, text, criteria: readCriteria(text), source: `section "${title}"` };
}

interface ListItem {
  readonly first: string;
  readonly lines: readonly string[];
}

function splitByList(sections: readonly Section[]): SplitIssue | undefined {
  const candidates = [
    ...sections.filter(({ title }) => listsParts.test(plain(title)) || isSolution(plain(title))),
    ...sections.filter(({ title, level }) => level === 0 || !isHeadOnly(plain(title))),
  ];
  for (const section of candidates) {
    const { items, rest } = topLevelItems(section.text);
    if (items.length < 2 || items.some(({ first }) => asksForNothing(first))) continue;
    if (isSolution(plain(section.title)) && items.some(({ first }) => isStatement(first))) continue;
    const others = sections.filter((other) => other !== section).map(sectionText);
    const requirements = items.map(({ first, lines }, index): Requirement => {
      const text = lines.join('\n').trim();
      return {
        number: index + 1,
        title: shortTitle(first),
        text,
        criteria: readCriteria(text),
        source: `item ${index + 1} of the list`,
      };
    });
    return {
      requirements,
      preface: joined([rest, ...others]),
      how: `${items.length} parts: the items of the list${section.title === '' ? '' : ` under "${section.title}"`}`,
    };
  }
  return undefined;
}

/** The items of the first list at the margin, each with what is indented under it; and the text around the list. */
function topLevelItems(text: string): { items: ListItem[]; rest: string } {
  const items: { first: string; lines: string[] }[] = [];
  const rest: string[] = [];
  for (const line of text.split('\n')) {
    const content = /^(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(line)?.[1];
    if (content !== undefined) items.push({ first: content.trim(), lines: [content.trim()] });
    else if (items.length > 0 && (/^\s+\S/.test(line) || line.trim() === '')) items.at(-1)?.lines.push(line);
    else rest.push(line);
  }
  return { items, rest: rest.join('\n') };
}

/**
 * Marks of code and emphasis. An underscore within a word, as in `claims_set.ts` or `__dirname`, is a part of it (CommonMark, emphasis), and so is an asterisk of
 * a pattern, as in `src/*.ts`.
 */
const marks =
  /`|(?<![\p{L}\p{N}_])_(?=[^\s_])|(?<=[^\s_])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}/])\*+(?=[\p{L}\p{N}"'(`_])|(?<=[\p{L}\p{N}"')`_.!?])\*+(?![\p{L}\p{N}])/gu;

/** `3. Late fees on return` and `Part B: Late fees` without what only counts. */
function plain(title: string): string {
  const text = title
    .replace(/^(?:part|step|task|item)\s+[\w.]{1,4}\s*[:.)–—-]\s*/i, '')
    .replace(/^\(?\d{1,2}(?:\.\d+)*[.):]?\s+/, '');
  return text.replaceAll(marks, '').trim() || title;
}

/** The first sentence; of one that announces a list or goes on after a semicolon, what stands before, where that says something by itself. */
function shortTitle(text: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(plain(text));
  const sentence = (first?.segment ?? text).trim();
  const clause = /^(?:\S+\s+){2,}?\S*[^\s:;](?=[:;]\s)/.exec(sentence)?.[0] ?? sentence;
  const title = clause.replace(/[.:;]$/, '');
  return shortened(title);
}

function joined(parts: readonly string[]): string {
  return parts
    .filter((part) => part.trim() !== '')
    .join('\n\n')
    .trim();
}
