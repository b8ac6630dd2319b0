import type { SecurityIssue } from '@cdev/security-issue';

export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A shell script: a file, or a part of one. */
export interface ShellText {
  /** From the top folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The text as shellcheck gets it, place by place the same: with what is replaced before a shell sees it out of the way. */
  readonly seen?: string;
  /** Where a place of the text is in the file, when it is a part of one: a `run:` of a workflow. Both from 1. */
  readonly placeOf?: (place: TextPlace) => TextPlace;
  /** What reads it, when the text does not say so itself in its first line. Default: bash. */
  readonly interpreter?: 'bash' | 'sh';
  /** What starts it sets `-e`: GitHub does. */
  readonly stopsOnError?: boolean;
  /** An image is made by it: what it removes, and who else is there, endangers nobody. */
  readonly isOfImage?: true;
  /** It is a recipe of make, which puts its own variables in before a shell sees it: what they are, and what is removed by them, is not known. */
  readonly isRecipe?: true;
  /** The kind of check that it is told under. Default: `code`. */
  readonly check?: SecurityIssue['check'];
}
