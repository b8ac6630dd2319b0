import type { AgentBrief } from '../brief/agent-brief.ts';
import type { FileTexts } from '../brief/read-file-texts.ts';
import { excerptText, joinExcerpts } from './excerpt.ts';
import type { FittedPack } from './fit-pack.ts';
import { code } from './markdown.ts';
import { sections, type LeftOut, type Piece, type Section } from './piece.ts';

export interface RenderOptions {
  readonly brief: AgentBrief;
  readonly texts: FileTexts;
  /** What stands before the sections. */
  readonly opening: readonly string[];
  /** Of the section headings: 2 for `##`. */
  readonly level: number;
  readonly maxTokens: number;
}

/** A pack as Markdown with a line feed at its end. */
export function renderPack({ pieces, excerpts, leftOut }: FittedPack, options: RenderOptions): string {
  const { brief, texts, opening, level, maxTokens } = options;
  const shown = joinExcerpts(inOrderOfFiles(excerpts, brief)).map((excerpt): Piece => ({
    section: 'Excerpts',
    text: excerptText(excerpt, texts),
    what: undefined,
  }));
  const bySection = Map.groupBy([...pieces, ...shown], ({ section }) => section);
  const parts = sections.flatMap((section) => sectionText(section, bySection.get(section) ?? [], level));
  const end = leftOut.length === 0 ? [] : [leftOutText(leftOut, maxTokens)];
  return `${[...opening, ...parts, ...end].join('\n\n')}\n`;
}

function sectionText(section: Section, pieces: readonly Piece[], level: number): readonly string[] {
  if (pieces.length === 0) return [];
  const listed = pieces.filter(isItem).map(({ text }) => text);
  const loose = pieces.filter((piece) => !isItem(piece)).map(({ text }) => text);
  return [
    `${'#'.repeat(level)} ${section}`,
    ...introduction(section, listed.length),
    ...(listed.length > 0 ? [listed.join('\n')] : []),
    ...loose,
  ];
}

function isItem({ section, text }: Piece): boolean {
  return section !== 'Task' && section !== 'Excerpts' && text.startsWith('- ');
}

function introduction(section: Section, items: number): readonly string[] {
  if (section === 'Excerpts') return ['As the files are now, unless it says otherwise.'];
  return section === 'Files' && items > 0 ? ['All of these are there, the likeliest to matter first.'] : [];
}

function inOrderOfFiles(excerpts: FittedPack['excerpts'], { files }: AgentBrief): FittedPack['excerpts'] {
  const place = new Map(files.map(({ path }, at) => [path, at]));
  return excerpts.toSorted((a, b) => (place.get(a.path) ?? 0) - (place.get(b.path) ?? 0));
}

/** What was left out in one line: ranked files by name, the rest by number. */
export function leftOutText(leftOut: readonly LeftOut[], maxTokens: number): string {
  const files = leftOut.flatMap(({ kind, path }) => (kind === 'ranked file' && path !== undefined ? [code(path)] : []));
  const named = files.slice(0, 3);
  const counts = [...Map.groupBy(leftOut, ({ kind }) => kind)].map(([kind, all]) => {
    const count = `${all.length} ${all.length === 1 ? kind : plurals[kind]}`;
    const names = `${named.join(', ')}${files.length > named.length ? ', …' : ''}`;
    return kind === 'ranked file' ? `${count} (${names})` : count;
  });
  return `Left out to keep to ${maxTokens} tokens: ${counts.join(', ')}.`;
}

const plurals: Readonly<Record<LeftOut['kind'], string>> = {
  'ranked file': 'ranked files',
  command: 'commands',
  companion: 'files that change together',
  risk: 'risks',
  convention: 'conventions',
  excerpt: 'excerpts',
};
