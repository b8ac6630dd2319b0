/** The sections of a pack, in the order they stand in. */
export const sections = [
  'Task',
  'Done when',
  'Files',
  'Commands',
  'Changes together',
  'Risks',
  'Conventions',
  'Excerpts',
] as const;

export type Section = (typeof sections)[number];

/** A part of a pack that is there or not. */
export interface Piece {
  readonly section: Section;
  /** Markdown without a line feed at its end. */
  readonly text: string;
  /** What it is called when it is left out; undefined for what is never left out. */
  readonly what: LeftOut | undefined;
}

/** Something for which there was no room. */
export interface LeftOut {
  readonly kind: 'ranked file' | 'command' | 'companion' | 'risk' | 'convention' | 'excerpt';
  readonly path?: string;
  /** The declaration of an excerpt. */
  readonly name?: string;
}
