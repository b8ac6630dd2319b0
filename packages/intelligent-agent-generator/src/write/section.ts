import { errors } from '../errors.ts';
import { digest, type Mark } from './mark.ts';

/** A section of a file that others write too, between two lines of its own. */
export interface SectionPlace {
  /** In the messages. */
  readonly file: string;
  /** The agent it is about. */
  readonly name: string;
}

interface FoundSection {
  readonly mark: Mark;
  /** Offsets of the section with its two lines. */
  readonly start: number;
  readonly end: number;
}

/** The section with its two lines. Text that looks like one of them is made harmless. */
export function wrapSection(text: string, name: string, requirement: string): string {
  const body = text.replaceAll(/<!--(?=\s*\/?cdev-agent)/g, '<!-').trim();
  return `<!-- cdev-agent ${name} requirement=${requirement} text=${digest(body)} -->\n${body}\n<!-- /cdev-agent ${name} -->`;
}

/**
 * The section in the text of a file; undefined when it has none.
 * @throws CDEV_E_AGENT_GENERATOR_MARKERS_BROKEN
 */
export function findSection(text: string, { file, name }: SectionPlace): FoundSection | undefined {
  const opening = new RegExp(`^<!-- cdev-agent ${name} requirement=([0-9a-f]{12}) text=([0-9a-f]{12}) -->\\r?$`, 'gm');
  const closing = new RegExp(`^<!-- /cdev-agent ${name} -->(?=\\r?$)`, 'gm');
  const [starts, ends] = [[...text.matchAll(opening)], [...text.matchAll(closing)]];
  const [start] = starts;
  const [end] = ends;
  const broken = (problem: string): never => {
    throw errors.make('CDEV_E_AGENT_GENERATOR_MARKERS_BROKEN', { file, name, problem });
  };
  if (!start && !end) return undefined;
  if (!start) return broken('end a section that does not begin');
  if (!end || end.index < start.index) return broken('begin a section that does not end');
  if (starts.length > 1 || ends.length > 1) return broken('stand there more than once');
  const body = text.slice(start.index + start[0].length, end.index).trim();
  return {
    mark: { requirement: start[1] ?? '', isUntouched: digest(body) === start[2] },
    start: start.index,
    end: end.index + end[0].length,
  };
}

/** The file's text with the section in it, in the place of the old one or at the end; all else as it was. */
export function putSection(text: string, section: string, old: FoundSection | undefined): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const own = section.replaceAll('\n', lineEnd);
  if (old) return text.slice(0, old.start) + own + text.slice(old.end);
  const gap = text === '' ? '' : text.endsWith(lineEnd) ? lineEnd : lineEnd + lineEnd;
  return text + gap + own + lineEnd;
}
